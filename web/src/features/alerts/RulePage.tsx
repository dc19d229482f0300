import { Button, Stack, Tabs, Text } from "@mantine/core";
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
import { deleteRule, everything, type Rule, ruleQuery, silencesQuery } from "./alerts";
import { HistoryPanel } from "./HistoryPanel";
import { RuleEditor } from "./RuleEditor";
import { RuleFacts } from "./RuleFacts";
import { RuleSwitch } from "./RuleSwitch";
import { SilenceButton } from "./SilenceButton";
import { SilenceTable } from "./SilencesPanel";
import { StandingTable } from "./StandingTable";
import { StateBadge } from "./Badges";
import { TrialPanel } from "./TrialPanel";
import { describeRule } from "./words";

/** One rule: what it sees now and saw before, what fired of it, and all that it asks. */
export function RulePage() {
  const { ruleId } = useParams({ from: "/signed-in/alerts/rules/$ruleId" });
  const rule = useQuery(ruleQuery(ruleId));
  if (rule.isPending) return <Loading />;
  if (rule.error instanceof ApiError && rule.error.status === 404) {
    return (
      <EmptyState
        title="There is no such rule"
        text={<span className="untrusted">{ruleId} was deleted, or never made. What it fired is still in the history.</span>}
        action={
          <TextLink to="/alerts" search={{ tab: "rules" }}>
            All rules
          </TextLink>
        }
      />
    );
  }
  if (rule.error) return <ErrorState error={rule.error} onRetry={() => void rule.refetch()} />;
  return <Parts key={ruleId} rule={rule.data} />;
}

function Parts({ rule }: { rule: Rule }) {
  const [tab, setTab] = useSearchText("tab");
  const [isEdited, setEdited] = useSearchText("edit");
  return (
    <>
      <PageHeader title={rule.name} aside={rule.enabled ? <StateBadge state={rule.state} /> : "Off"}>
        <RuleSwitch rule={rule} label="On" />
        <SilenceButton ruleId={rule.id} />
        <Button size="xs" variant="default" leftSection={<IconPencil size={15} />} onClick={() => setEdited("1")}>
          Edit
        </Button>
        <DeleteRule rule={rule} />
      </PageHeader>
      <Text size="sm" mb="sm" c="dimmed" className="untrusted">
        {rule.description || describeRule(rule)}
      </Text>
      <Tabs value={tab || "now"} onChange={(chosen) => setTab(chosen === "now" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Parts of the rule">
          <Tabs.Tab value="now">Now and before</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
          <Tabs.Tab value="rule">All that it asks</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="now">
          <Now rule={rule} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryPanel ruleId={rule.id} />
        </Tabs.Panel>
        <Tabs.Panel value="rule">
          <RuleFacts rule={rule} />
        </Tabs.Panel>
      </Tabs>
      {isEdited && <RuleEditor rule={rule} onClose={() => setEdited(null)} />}
    </>
  );
}

function Now({ rule }: { rule: Rule }) {
  const { data: silences = [] } = useQuery(silencesQuery);
  const ours = silences.filter(({ rule_id: id }) => id === "" || id === rule.id);
  return (
    <Stack>
      {ours.length > 0 && <SilenceTable silences={ours} />}
      {rule.group_by.length > 0 && <StandingTable rule={rule} />}
      <TrialPanel tried={{ rule_id: rule.id }} type={rule.rule_type} />
    </Stack>
  );
}

function DeleteRule({ rule }: { rule: Rule }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <DeleteButton
      title="Delete this rule?"
      text={`${rule.name} is looked at no more, and what it has firing ends. Its history stays. To only stop it, switch it off.`}
      onDelete={() => deleteRule(rule.id)}
      onDone={async () => {
        await navigate({ to: "/alerts", search: { tab: "rules" } });
        await queries.invalidateQueries(everything);
      }}
    />
  );
}
