import { Table, Text, Title } from "@mantine/core";
import { TextLink } from "@/components/TextLink";
import { formatScore } from "@/format/numbers";
import { formatTime } from "@/format/times";
import type { PastAnswer } from "./regression";

interface Given {
  answers: readonly PastAnswer[];
  scoreName: string;
  current: string;
}

/** What an item was answered in the latest tests of its dataset, and how that scored. */
export function ItemHistory({ answers, scoreName, current }: Given) {
  return (
    <section aria-label="Its history">
      <Title order={3} mb="xs">
        Its history
      </Title>
      <Table verticalSpacing={4} layout="fixed" aria-label="Answers in earlier tests">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={175}>Test</Table.Th>
            <Table.Th w={150}>Target</Table.Th>
            <Table.Th w={110} ta="right">
              <bdi>{scoreName}</bdi>
            </Table.Th>
            <Table.Th>Answer</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answers.map((answer) => (
            <Table.Tr key={`${answer.test_id} ${answer.repeat}`}>
              <Table.Td className="tabular">
                {answer.test_id === current ? (
                  "This test"
                ) : (
                  <TextLink to="/regression/$testId" params={{ testId: answer.test_id }}>
                    {formatTime(answer.created_at)}
                  </TextLink>
                )}
              </Table.Td>
              <Table.Td className="untrusted">{answer.target}</Table.Td>
              <Table.Td ta="right" className="tabular">
                {formatScore(answer.scores[scoreName])}
              </Table.Td>
              <Table.Td>
                <Text size="sm" truncate className="untrusted">
                  {toLine(answer.output) || answer.error}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

const LINE_LENGTH = 300;

function toLine(output: unknown): string {
  const text = typeof output === "string" ? output : output === null || output === undefined ? "" : JSON.stringify(output);
  return text.slice(0, LINE_LENGTH).replace(/\s+/g, " ");
}
