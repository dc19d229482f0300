import { Alert, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { formatCount } from "@/format/numbers";
import type { Imported } from "./importing";

/** What became of every row of a file. */
export function ImportOutcome({ imported }: { imported: Imported }) {
  const { rows, stored, rejected, rejected_rows: refused, complete } = imported;
  const isWell = rejected === 0 && complete;
  return (
    <Stack role="status">
      <Alert
        color={isWell ? "teal" : "yellow"}
        icon={isWell ? <IconCheck size={18} /> : <IconAlertTriangle size={18} />}
        title={`${formatCount(stored)} of ${formatCount(rows)} rows are stored`}
      >
        {!complete && <Text size="sm">The file could not be read to its end.</Text>}
        {rejected > 0 && (
          <Text size="sm">
            {formatCount(rejected)} were refused. Correct them and import the file again: rows with an id that is stored already change
            that item, and make no second one.
          </Text>
        )}
      </Alert>
      {refused.length > 0 && (
        <Table.ScrollContainer minWidth={480} maxHeight={360}>
          <Table stickyHeader aria-label="Refused rows">
            <Table.Thead>
              <Table.Tr>
                <Table.Th ta="right" w={90}>
                  Line
                </Table.Th>
                <Table.Th>Id</Table.Th>
                <Table.Th>Why</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {refused.map((row, index) => (
                <Table.Tr key={index}>
                  <Table.Td ta="right" className="tabular">
                    {formatCount(row.line)}
                  </Table.Td>
                  <Table.Td className="mono">{row.id}</Table.Td>
                  <Table.Td className="untrusted">{row.reason}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {rejected > refused.length && <Text size="sm">These are the first {formatCount(refused.length)} of them.</Text>}
    </Stack>
  );
}
