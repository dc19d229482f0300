import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { Connection } from "@/api/connections";
import { describeError } from "@/components/ErrorState";
import { formatCost, formatDuration } from "@/format/numbers";
import { testConnection } from "./connections";

/** Asks a model of a connection something small, and says what came of it. */
export function TestButton({ connection }: { connection: Connection }) {
  const testing = useMutation({
    mutationFn: () => testConnection(connection.id),
    onSuccess: ({ ok, model, latency_ms: latency, cost_usd: cost, detail }) =>
      notifications.show(
        ok
          ? { color: "teal", title: `${model} answers`, message: `In ${formatDuration(latency)}, for ${formatCost(cost)}.` }
          : { color: "red", title: `${model || connection.provider} does not answer`, message: detail ?? "", autoClose: false },
      ),
    onError: (error) => notifications.show({ color: "red", title: "It could not be tested", message: describeError(error) }),
  });
  return (
    <Button size="compact-xs" variant="default" loading={testing.isPending} aria-label={`Test ${connection.provider}`} onClick={() => testing.mutate()}>
      Test
    </Button>
  );
}
