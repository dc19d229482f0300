import { Button, Group, NativeSelect, Paper, Stack, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "@/components/ErrorState";
import { TextLink } from "@/components/TextLink";
import { formatCount, formatScore } from "@/format/numbers";
import { type Preview, type PreviewAsked, previewCollector } from "./collectors";
import { describeTally } from "./tally";
import { startOf, TIMES } from "./times";

/** What a collector, stored or not, would collect of the newest traces; nothing is stored. */
export function PreviewPanel({ asked }: { asked: () => Pick<PreviewAsked, "collector" | "rule" | "dataset"> }) {
  const [hours, setHours] = useState("24");
  const looking = useMutation({
    mutationFn: () => previewCollector({ ...asked(), from_time: startOf(hours), traces: 500, shown: 20 }),
  });
  return (
    <Paper withBorder p="sm" component="section" aria-label="What it would collect">
      <Stack gap="sm">
        <Group align="end" gap="sm">
          <NativeSelect size="xs" label="Try it on traces of the" data={TIMES} value={hours} onChange={(event) => setHours(event.currentTarget.value)} />
          <Button size="xs" variant="default" loading={looking.isPending} onClick={() => looking.mutate()}>
            What would it collect?
          </Button>
        </Group>
        {looking.error && <ErrorState error={looking.error} title="It could not be tried" />}
        {looking.data && <Result preview={looking.data} />}
      </Stack>
    </Paper>
  );
}

function Result({ preview }: { preview: Preview }) {
  const { tally, items, more_traces: hasMore } = preview;
  return (
    <Stack gap="xs" role="status">
      <Text size="sm">
        {describeTally(tally)} {hasMore && `Only the newest ${formatCount(tally.looked_at)} traces were looked at.`} Nothing was stored.
      </Text>
      {items.length > 0 && (
        <Table verticalSpacing={4} layout="fixed" aria-label="Items it would collect">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Question</Table.Th>
              <Table.Th>Answer</Table.Th>
              <Table.Th w={90} ta="right">
                Score
              </Table.Th>
              <Table.Th>Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.id}>
                <Table.Td>
                  <TextLink to="/traces/$traceId" params={{ traceId: item.trace_id }} size="sm" lineClamp={2} className="untrusted">
                    {item.query ?? "–"}
                  </TextLink>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" lineClamp={2} className="untrusted">
                    {item.response ?? "–"}
                  </Text>
                </Table.Td>
                <Table.Td ta="right" className="tabular">
                  {formatScore(item.score)}
                </Table.Td>
                <Table.Td>
                  <Text size="sm" className="untrusted">
                    {item.reason}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
