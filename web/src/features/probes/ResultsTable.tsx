import { Badge, Checkbox, Group, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { Age } from "@/components/Age";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatDuration } from "@/format/numbers";
import { useHours } from "./HoursChoice";
import { type Probe, type Result, resultsQuery } from "./probes";

const SHOWN_LENGTH = 160;

/** What came of a probe's questions, the newest first, with a way to each trace. */
export function ResultsTable({ probe }: { probe: Probe }) {
  const [onlyFailed, setOnlyFailed] = useSearchText("failed");
  const results = useQuery(resultsQuery(probe.id, useHours(), onlyFailed !== ""));
  return (
    <section aria-label="Results">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          Results
        </Title>
        <Checkbox size="xs" label="Only what failed" checked={onlyFailed !== ""} onChange={(event) => setOnlyFailed(event.currentTarget.checked ? "1" : null)} />
      </Group>
      {results.isPending && <Loading />}
      {results.error && <ErrorState error={results.error} onRetry={() => void results.refetch()} />}
      {results.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing in this time.
        </Text>
      )}
      {results.data && results.data.length > 0 && <Rows results={results.data} />}
    </section>
  );
}

function Rows({ results }: { results: readonly Result[] }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing={6} highlightOnHover aria-label="Results of the probe">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>When</Table.Th>
            <Table.Th w={100}>Outcome</Table.Th>
            <Table.Th ta="right" w={90}>
              Latency
            </Table.Th>
            <Table.Th>Question and what was found</Table.Th>
            <Table.Th w={70}>Trace</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.map((result) => (
            <Row key={`${result.run_id} ${String(result.number)}`} result={result} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ result }: { result: Result }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Age at={result.ran_at} />
      </Table.Td>
      <Table.Td>
        <Badge size="sm" variant="light" color={result.is_ok ? "teal" : "red"}>
          {result.is_ok ? "Fine" : "Failed"}
        </Badge>
        {result.is_manual && (
          <Text size="xs" c="dimmed">
            by hand
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatDuration(result.latency_ms)}
      </Table.Td>
      <Table.Td>
        <Text size="sm" className="untrusted" lineClamp={1}>
          {result.question}
        </Text>
        <Text size="xs" c="dimmed" className="untrusted" lineClamp={2}>
          {result.is_ok ? toText(result.answer).slice(0, SHOWN_LENGTH) : result.detail}
        </Text>
      </Table.Td>
      <Table.Td>
        <TextLink to="/traces/$traceId" params={{ traceId: result.trace_id }} size="sm">
          Trace
        </TextLink>
      </Table.Td>
    </Table.Tr>
  );
}

const toText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
