import { Alert, Group, List, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { IoView } from "@/components/IoView";
import { TextLink } from "@/components/TextLink";
import { formatDuration } from "@/format/numbers";
import type { Checked, Result, Run } from "./probes";
import { CHECK_TYPES } from "./words";

interface Given {
  run: Run;
  /** Whether there are traces to go to. */
  isStored?: boolean;
}

/** What came of a run: each answer, and each check of it. */
export function RunOutcome({ run, isStored = false }: Given) {
  return (
    <Alert color={run.is_ok ? "teal" : "red"} title={run.is_ok ? "All was fine" : "Something is wrong"} role="status">
      <Stack gap="md">
        {run.results.map((result) => (
          <Outcome key={result.number} result={result} isStored={isStored} />
        ))}
      </Stack>
    </Alert>
  );
}

function Outcome({ result, isStored }: { result: Result; isStored: boolean }) {
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text size="sm" fw={500} className="untrusted">
          {result.question}
        </Text>
        <Text size="xs">
          {formatDuration(result.latency_ms)}
          {result.status_code !== null && `, HTTP ${String(result.status_code)}`}
        </Text>
        {isStored && (
          <TextLink to="/traces/$traceId" params={{ traceId: result.trace_id }} size="xs">
            Trace
          </TextLink>
        )}
      </Group>
      {result.failure !== "" && (
        <Text size="sm" className="untrusted">
          {result.failure.replaceAll("_", " ")}: {result.detail}
        </Text>
      )}
      {result.failure === "" && <IoView value={result.answer} label="Answer" />}
      <Checks checks={result.checks} />
    </Stack>
  );
}

/** Each check, and what was found. */
export function Checks({ checks }: { checks: readonly Checked[] }) {
  return (
    <List size="sm" spacing={2} center listStyleType="none">
      {checks.map((checked, place) => (
        <List.Item key={place} icon={<Mark isOk={checked.is_ok} />} className="untrusted">
          {CHECK_TYPES[checked.type]}: {checked.detail}
        </List.Item>
      ))}
    </List>
  );
}

function Mark({ isOk }: { isOk: boolean }) {
  return (
    <ThemeIcon size={18} radius="xl" color={isOk ? "teal" : "red"} variant="light" role="img" aria-label={isOk ? "Fine" : "Failed"}>
      {isOk ? <IconCheck size={12} /> : <IconX size={12} />}
    </ThemeIcon>
  );
}
