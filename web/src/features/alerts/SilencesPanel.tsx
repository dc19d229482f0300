import { Button, Group, Stack, Table } from "@mantine/core";
import { IconBellOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Age } from "@/components/Age";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatMinute } from "@/format/times";
import { Ahead } from "./Ahead";
import { endSilence, rulesQuery, type Silence, silencesQuery } from "./alerts";
import { Labels } from "./Badges";
import { RuleLink } from "./RuleLink";
import { SilenceButton } from "./SilenceButton";
import { useActing } from "./useActing";

/** The silences that hold: of what, until when, and why; each can end now. */
export function SilencesPanel() {
  const silences = useQuery(silencesQuery);
  if (silences.isPending) return <Loading rows={3} />;
  if (silences.error) return <ErrorState error={silences.error} onRetry={() => void silences.refetch()} />;
  if (silences.data.length === 0) {
    return (
      <EmptyState
        icon={IconBellOff}
        title="Nothing is silenced"
        text="During a silence alerts still fire, and nobody is told. Make one before you deploy, or while something that is known is mended."
        action={<SilenceButton label="New silence" />}
      />
    );
  }
  return (
    <Stack>
      <Group>
        <SilenceButton label="New silence" />
      </Group>
      <SilenceTable silences={silences.data} />
    </Stack>
  );
}

export function SilenceTable({ silences }: { silences: readonly Silence[] }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label="Silences">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Of</Table.Th>
            <Table.Th w={235}>Ends</Table.Th>
            <Table.Th>Why</Table.Th>
            <Table.Th w={220}>By</Table.Th>
            <Table.Th aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {silences.map((silence) => (
            <Row key={silence.id} silence={silence} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ silence }: { silence: Silence }) {
  const { data: rules = [] } = useQuery(rulesQuery);
  const rule = rules.find(({ id }) => id === silence.rule_id);
  const ending = useActing(() => endSilence(silence.id));
  const of = silence.rule_id === "" ? "any rule" : (rule?.name ?? silence.rule_id);
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          {rule ? <RuleLink id={rule.id} name={rule.name} /> : <span className="untrusted">{silence.rule_id === "" ? "Any rule" : silence.rule_id}</span>}
          <Labels labels={silence.labels} />
        </Group>
      </Table.Td>
      <Table.Td className="tabular">
        {formatMinute(silence.ends_at)} (<Ahead at={silence.ends_at} />)
      </Table.Td>
      <Table.Td className="untrusted">{silence.comment || "–"}</Table.Td>
      <Table.Td className="untrusted">
        {silence.created_by}, <Age at={silence.starts_at} />
      </Table.Td>
      <Table.Td ta="right">
        <Button size="compact-xs" variant="default" loading={ending.isPending} aria-label={`End the silence of ${of} now`} onClick={() => ending.mutate(undefined)}>
          End it now
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
