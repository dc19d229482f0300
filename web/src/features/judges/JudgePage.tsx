import { Button, Tabs, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { CalibrationPanel } from "./CalibrationPanel";
import { DefinitionPanel } from "./DefinitionPanel";
import { DeleteJudge } from "./DeleteJudge";
import { JudgeSwitch } from "./JudgeSwitch";
import { FailuresPanel } from "./FailuresPanel";
import { JudgeEditor } from "./JudgeEditor";
import { failureCountQuery, type Judge, judgeQuery, type Kind, kindsQuery } from "./judges";
import { RunsPanel } from "./RunsPanel";
import { TryPanel } from "./TryPanel";

/** One judge: how it scores, what it says of a trace, its runs, failures, and how far it agrees with people. */
export function JudgePage() {
  const { judgeName: name } = useParams({ from: "/signed-in/judges/$judgeName" });
  const judge = useQuery(judgeQuery(name));
  const { data: kinds } = useQuery(kindsQuery);
  if (judge.error instanceof ApiError && judge.error.status === 404) {
    return (
      <EmptyState
        title="There is no such judge"
        text={<span className="untrusted">{name} was deleted, or never made.</span>}
        action={<TextLink to="/judges">All judges</TextLink>}
      />
    );
  }
  if (judge.error) return <ErrorState error={judge.error} onRetry={() => void judge.refetch()} />;
  if (judge.isPending || kinds === undefined) return <Loading />;
  return <Parts key={name} judge={judge.data} kinds={kinds} />;
}

function Parts({ judge, kinds }: { judge: Judge; kinds: ReadonlyMap<string, Kind> }) {
  const [tab, setTab] = useSearchText("tab");
  const [isEdited, setEdited] = useSearchText("edit");
  const { data: failures } = useQuery(failureCountQuery(judge.name));
  const kind = kinds.get(judge.kind);
  return (
    <>
      <PageHeader title={judge.name} aside={`${kind?.title ?? judge.kind}, version ${judge.version}`}>
        <JudgeSwitch judge={judge} label="On" />
        <Button size="xs" variant="default" leftSection={<IconPencil size={15} />} disabled={kind === undefined} onClick={() => setEdited("1")}>
          Edit
        </Button>
        <DeleteJudge judge={judge} />
      </PageHeader>
      {judge.description && (
        <Text size="sm" mb="sm" className="untrusted">
          {judge.description}
        </Text>
      )}
      <Tabs value={tab || "definition"} onChange={(chosen) => setTab(chosen === "definition" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Parts of the judge">
          <Tabs.Tab value="definition">Definition</Tabs.Tab>
          <Tabs.Tab value="try">Try</Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
          <Tabs.Tab value="failures">Failures{failures ? ` (${formatCount(failures)})` : ""}</Tabs.Tab>
          <Tabs.Tab value="calibration">Calibration</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="definition">
          <DefinitionPanel judge={judge} kind={kind} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <TryPanel judge={judge} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunsPanel judge={judge} />
        </Tabs.Panel>
        <Tabs.Panel value="failures">
          <FailuresPanel judge={judge.name} />
        </Tabs.Panel>
        <Tabs.Panel value="calibration">
          <CalibrationPanel judge={judge} />
        </Tabs.Panel>
      </Tabs>
      {isEdited && <JudgeEditor kinds={kinds} judge={judge} onClose={() => setEdited(null)} />}
    </>
  );
}
