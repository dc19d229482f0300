import { Alert, Button, Tabs, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { useSearchText } from "@/app/searchText";
import { DeleteButton } from "@/components/DeleteButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { TextLink } from "@/components/TextLink";
import { CollectorEditor } from "./CollectorEditor";
import { CollectorSwitch } from "./CollectorSwitch";
import { type Collector, collectorQuery, deleteCollector } from "./collectors";
import { HistoryPanel } from "./HistoryPanel";
import { PreviewPanel } from "./PreviewPanel";
import { RulePanel } from "./RulePanel";
import { RunsPanel } from "./RunsPanel";

/** One collector: what it collected and why, its rule, and its runs over what is stored. */
export function CollectorPage() {
  const { collectorName: name } = useParams({ from: "/signed-in/collectors/$collectorName" });
  const collector = useQuery(collectorQuery(name));
  if (collector.isPending) return <Loading />;
  if (collector.error instanceof ApiError && collector.error.status === 404) {
    return (
      <EmptyState
        title="There is no such collector"
        text={<span className="untrusted">{name} was deleted, or never made. What it collected is still in its dataset.</span>}
        action={<TextLink to="/collectors">All collectors</TextLink>}
      />
    );
  }
  if (collector.error) return <ErrorState error={collector.error} onRetry={() => void collector.refetch()} />;
  return <Parts key={name} collector={collector.data} />;
}

function Parts({ collector }: { collector: Collector }) {
  const [tab, setTab] = useSearchText("tab");
  const [isEdited, setEdited] = useSearchText("edit");
  return (
    <>
      <PageHeader title={collector.name} aside={collector.rule}>
        <CollectorSwitch collector={collector} label="On" />
        <Button size="xs" variant="default" leftSection={<IconPencil size={15} />} onClick={() => setEdited("1")}>
          Edit
        </Button>
        <DeleteCollector collector={collector} />
      </PageHeader>
      {collector.description && (
        <Text size="sm" mb="sm" className="untrusted">
          {collector.description}
        </Text>
      )}
      {collector.problem !== null && (
        <Alert color="red" mb="sm" title="It cannot collect at the moment">
          <span className="untrusted">{collector.problem}</span>
        </Alert>
      )}
      <Tabs value={tab || "collected"} onChange={(chosen) => setTab(chosen === "collected" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Parts of the collector">
          <Tabs.Tab value="collected">Collected</Tabs.Tab>
          <Tabs.Tab value="rule">Rule</Tabs.Tab>
          <Tabs.Tab value="try">Try</Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="collected">
          <HistoryPanel collector={collector} />
        </Tabs.Panel>
        <Tabs.Panel value="rule">
          <RulePanel collector={collector} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <PreviewPanel asked={() => ({ collector: collector.name })} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunsPanel collector={collector} />
        </Tabs.Panel>
      </Tabs>
      {isEdited && <CollectorEditor collector={collector} onClose={() => setEdited(null)} />}
    </>
  );
}

function DeleteCollector({ collector }: { collector: Collector }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <DeleteButton
      title="Delete this collector?"
      text={`${collector.name} collects no more. What it collected stays in its dataset. To only stop it, switch it off.`}
      onDelete={() => deleteCollector(collector.name)}
      onDone={async () => {
        await navigate({ to: "/collectors" });
        await queries.invalidateQueries({ queryKey: ["collectors"] });
      }}
    />
  );
}
