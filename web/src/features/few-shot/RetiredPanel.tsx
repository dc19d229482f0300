import { Button, Table, Text } from "@mantine/core";
import { IconMoodCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatCount } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { ExampleLink } from "./ExampleLink";
import { type Retirement, retiredQuery } from "./fewShot";
import { useRetiring } from "./useRetiring";

/** Examples that are shown no more, by whom and why, and a way back. */
export function RetiredPanel() {
  const retired = useQuery(retiredQuery);
  if (retired.isPending) return <Loading rows={4} />;
  if (retired.error) return <ErrorState error={retired.error} onRetry={() => void retired.refetch()} />;
  if (retired.data.total === 0) {
    return (
      <EmptyState
        icon={IconMoodCheck}
        title="No example is retired"
        text="An example that is retired is shown no more; its item stays in the dataset. Retire one under Usage, or let the settings retire what hurts."
      />
    );
  }
  return (
    <>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="xs" aria-label="Retired examples">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={240}>Example</Table.Th>
              <Table.Th>Why</Table.Th>
              <Table.Th w={160}>By</Table.Th>
              <Table.Th w={190}>Retired</Table.Th>
              <Table.Th w={110} aria-label="What can be done" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {retired.data.retired.map((one) => (
              <Row key={one.example} retirement={one} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {retired.data.total > retired.data.retired.length && (
        <Text size="sm" c="dimmed" mt="xs">
          The latest {formatCount(retired.data.retired.length)} of {formatCount(retired.data.total)}.
        </Text>
      )}
    </>
  );
}

function Row({ retirement: { example, reason, by, retired_at: at } }: { retirement: Retirement }) {
  const retiring = useRetiring();
  return (
    <Table.Tr>
      <Table.Td>
        <ExampleLink reference={example} />
      </Table.Td>
      <Table.Td className="untrusted">{reason || "–"}</Table.Td>
      <Table.Td>{by === "review" ? "Review of its effect" : "A person"}</Table.Td>
      <Table.Td className="tabular">{formatTime(at)}</Table.Td>
      <Table.Td ta="right">
        <Button
          size="compact-xs"
          variant="default"
          loading={retiring.isPending}
          aria-label={`Restore ${example}`}
          onClick={() => retiring.mutate({ example, isRetired: false })}
        >
          Restore
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
