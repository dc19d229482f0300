import { Alert, Group, Paper, Progress, Stack, Text } from "@mantine/core";
import { isUnderWay } from "@/components/RunState";
import { formatCost, formatCount, formatDuration } from "@/format/numbers";
import type { Test } from "./regression";

/** How far a test has come, and which answers failed. */
export function TestProgress({ test }: { test: Test }) {
  const { total, answered, failed, scored, elapsed_s: elapsed, eta_s: eta, cost_usd: cost } = test.progress;
  const share = (count: number) => (total > 0 ? (100 * count) / total : 0);
  const goesOn = isUnderWay({ state: test.status });
  const waits = test.asker === "client" && goesOn;
  return (
    <Paper withBorder p="md" component="section" aria-label="Progress">
      <Stack gap="xs">
        <Progress.Root size="lg">
          <Progress.Section value={share(scored)} color="teal" aria-label={`${scored} of ${total} scored`} />
          <Progress.Section value={share(Math.max(0, answered - scored))} color="cyan" aria-label={`${answered} of ${total} answered`} />
        </Progress.Root>
        <Group gap="lg" role="status">
          <Text size="sm" className="tabular">
            {formatCount(answered)} of {formatCount(total)} answered, {formatCount(scored)} scored
            {failed > 0 && `, ${formatCount(failed)} failed`}
          </Text>
          <Text size="sm" c="dimmed" className="tabular">
            {formatDuration(1000 * elapsed)}
            {goesOn && eta !== null && `, about ${formatDuration(1000 * eta)} to go`}
            {cost > 0 && `, judges cost ${formatCost(cost)}`}
          </Text>
          {waits && <Text size="sm">The client that began it asks the target and posts the answers.</Text>}
          {test.resumptions > 0 && <Text size="sm">It went on {test.resumptions} times after the server had ended.</Text>}
        </Group>
        {failed > 0 && (
          <Text size="sm">
            {Object.entries(test.progress.failures)
              .map(([reason, count]) => `${formatCount(count)} ${reason.replaceAll("_", " ")}`)
              .join(", ")}
          </Text>
        )}
        {test.error && (
          <Alert color="red" title="The test failed">
            <span className="untrusted">{test.error}</span>
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
