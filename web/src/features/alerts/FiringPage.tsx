import { Button, Grid, Group, Stack, Text } from "@mantine/core";
import { IconBook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { Age } from "@/components/Age";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { TextLink } from "@/components/TextLink";
import { readNow } from "@/components/TimeRange";
import { formatTime } from "@/format/times";
import { AcknowledgeButton } from "./AcknowledgeButton";
import { type Firing, firingQuery, rulesQuery, silencesQuery } from "./alerts";
import { Around } from "./Around";
import { Labels, SeverityBadge, SilencedBadge, StateBadge } from "./Badges";
import { Evidence } from "./Evidence";
import { MakeItems } from "./MakeItems";
import { Notes } from "./Notes";
import { SegmentCard } from "./SegmentCard";
import { SilenceButton } from "./SilenceButton";
import { findSilence } from "./silencing";
import { formatLength } from "./words";
import { WorstTraces } from "./WorstTraces";

/** One alert: what it rests on, the traces to look at first, and what people made of it. */
export function FiringPage() {
  const { firingId } = useParams({ from: "/signed-in/alerts/firings/$firingId" });
  const firing = useQuery(firingQuery(firingId));
  if (firing.isPending) return <Loading />;
  if (firing.error instanceof ApiError && firing.error.status === 404) {
    return (
      <EmptyState
        title="There is no such alert"
        text={<span className="untrusted">{firingId} never fired, or belongs to another project.</span>}
        action={
          <TextLink to="/alerts" search={{ tab: "history" }}>
            All that fired
          </TextLink>
        }
      />
    );
  }
  if (firing.error) return <ErrorState error={firing.error} onRetry={() => void firing.refetch()} />;
  return <Parts key={firingId} firing={firing.data} />;
}

function Parts({ firing }: { firing: Firing }) {
  const { data: rules = [] } = useQuery(rulesQuery);
  const rule = rules.find(({ id }) => id === firing.rule_id);
  return (
    <>
      <PageHeader title={firing.rule_name} aside={<Standing firing={firing} />}>
        <AcknowledgeButton firing={firing} />
        {firing.resolved_at === null && <SilenceButton ruleId={firing.rule_id} labels={firing.labels} />}
        <MakeItems firing={firing} />
        {firing.runbook_url && (
          <Button size="xs" component="a" href={firing.runbook_url} target="_blank" rel="noreferrer" leftSection={<IconBook size={15} />}>
            Runbook
          </Button>
        )}
      </PageHeader>
      <Times firing={firing} isRuleThere={rule !== undefined} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <Evidence firing={firing} rule={rule} />
            {rule && <Around firing={firing} rule={rule} />}
            <WorstTraces firing={firing} rule={rule} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack>
            <SegmentCard firing={firing} rule={rule} />
            <Notes firing={firing} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Standing({ firing }: { firing: Firing }) {
  const { data: silences = [] } = useQuery(silencesQuery);
  const isOn = firing.resolved_at === null;
  return (
    <Group gap="xs">
      <SeverityBadge severity={firing.severity} />
      <StateBadge state={isOn ? "firing" : "resolved"} />
      <Labels labels={firing.labels} />
      {isOn && findSilence(silences, firing.rule_id, firing.labels) && <SilencedBadge />}
    </Group>
  );
}

function Times({ firing, isRuleThere }: { firing: Firing; isRuleThere: boolean }) {
  const { fired_at: at, resolved_at: end, resolution, acknowledged_at: seenAt, acknowledged_by: seenBy } = firing;
  return (
    <Text component="div" size="sm" mb="md" c="dimmed" className="untrusted">
      Fired {formatTime(at)} (<Age at={at} />
      ),{" "}
      {end === null ? `and still does, for ${formatLength(firing, readNow())}` : `resolved after ${formatLength(firing, readNow())}: ${resolution}`}.
      {seenAt !== null && (
        <>
          {" "}
          Acknowledged by {seenBy} <Age at={seenAt} />.
        </>
      )}{" "}
      {isRuleThere ? (
        <TextLink to="/alerts/rules/$ruleId" params={{ ruleId: firing.rule_id }} underline="always">
          The rule
        </TextLink>
      ) : (
        firing.rule_type !== "channel_failing" && "The rule was deleted."
      )}
    </Text>
  );
}
