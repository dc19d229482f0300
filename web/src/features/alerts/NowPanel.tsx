import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Age } from "@/components/Age";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { AcknowledgeButton } from "./AcknowledgeButton";
import { type Firing, firingsQuery, rulesQuery, silencesQuery, type Standing, statesQuery } from "./alerts";
import { Labels, SeverityBadge, SilencedBadge, StateBadge } from "./Badges";
import classes from "./alerts.module.css";
import { RuleLink } from "./RuleLink";
import { SilenceButton } from "./SilenceButton";
import { findSilence } from "./silencing";

/** What fires now, and what is about to. */
export function NowPanel() {
  const firings = useQuery(firingsQuery);
  const { data: states = [] } = useQuery(statesQuery);
  if (firings.isPending) return <Loading rows={4} height={72} />;
  if (firings.error) return <ErrorState error={firings.error} onRetry={() => void firings.refetch()} />;
  const pending = states.filter(({ state }) => state === "pending");
  if (firings.data.length + pending.length === 0) return <AllFine />;
  return (
    <Stack gap="sm">
      {firings.data.map((firing) => (
        <FiringCard key={firing.id} firing={firing} />
      ))}
      {pending.length > 0 && <Pending standings={pending} />}
    </Stack>
  );
}

function AllFine() {
  const { data: rules } = useQuery(rulesQuery);
  const on = rules?.filter(({ enabled }) => enabled).length ?? 0;
  return (
    <EmptyState
      icon={IconBell}
      title="Nothing fires"
      text={`${on} ${on === 1 ? "rule is" : "rules are"} on. When one fires it is here, with what it rests on and the traces to look at first.`}
      action={
        <TextLink to="/alerts" search={{ tab: "rules" }}>
          The rules
        </TextLink>
      }
    />
  );
}

function FiringCard({ firing }: { firing: Firing }) {
  const { data: silences = [] } = useQuery(silencesQuery);
  const { id, rule_id: ruleId, rule_name: name, labels, severity } = firing;
  return (
    <Paper withBorder p="sm" component="section" aria-label={`${name} fires`} className={classes.firing} data-severity={severity}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <SeverityBadge severity={severity} />
            <Title order={2} className="untrusted">
              <TextLink to="/alerts/firings/$firingId" params={{ firingId: id }}>
                {name}
              </TextLink>
            </Title>
            <Labels labels={labels} />
            {findSilence(silences, ruleId, labels) && <SilencedBadge />}
          </Group>
          <Text size="sm" className="untrusted">
            {firing.message}
          </Text>
          <Text component="div" size="xs" c="dimmed">
            Fired <Age at={firing.fired_at} />
            {firing.acknowledged_at !== null && (
              <span className="untrusted">
                , acknowledged by {firing.acknowledged_by} <Age at={firing.acknowledged_at} />
              </span>
            )}
          </Text>
        </Stack>
        <Group gap={6} wrap="nowrap">
          <AcknowledgeButton firing={firing} />
          <SilenceButton ruleId={ruleId} labels={labels} of={name} />
          <Button size="xs" renderRoot={(props) => <Link {...props} to="/alerts/firings/$firingId" params={{ firingId: id }} />}>
            Why
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

function Pending({ standings }: { standings: readonly Standing[] }) {
  const { data: rules = [] } = useQuery(rulesQuery);
  return (
    <section aria-label="Pending">
      <Title order={2} mb="xs">
        About to fire, if it stays so
      </Title>
      <Stack gap={6}>
        {standings.map(({ rule_id: id, labels, since }) => (
          <Group key={`${id} ${JSON.stringify(labels)}`} gap="xs">
            <StateBadge state="pending" />
            <RuleLink id={id} name={rules.find((rule) => rule.id === id)?.name ?? id} />
            <Labels labels={labels} />
            <Text size="sm" component="div" c="dimmed">
              since <Age at={since} />
            </Text>
          </Group>
        ))}
      </Stack>
    </section>
  );
}
