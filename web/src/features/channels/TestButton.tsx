import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/components/ErrorState";
import { formatDuration } from "@/format/numbers";
import { type Channel, channelsQuery, testChannel } from "./channels";

/** Sends a channel a test, and shows what its service answered. */
export function TestButton({ channel }: { channel: Channel }) {
  const queries = useQueryClient();
  const testing = useMutation({
    mutationFn: () => testChannel(channel.id),
    onSuccess: async ({ ok, status, detail, latency_ms: latency }) => {
      const answer = [status !== null && `Status ${status}`, detail].filter(Boolean).join(": ");
      notifications.show(
        ok
          ? { color: "teal", title: `${channel.name} took the test`, message: `${answer} In ${formatDuration(latency)}.` }
          : { color: "red", title: `${channel.name} did not take the test`, message: answer, autoClose: false },
      );
      await queries.invalidateQueries({ queryKey: channelsQuery.queryKey });
    },
    onError: (error) => notifications.show({ color: "red", title: "It could not be tested", message: describeError(error) }),
  });
  return (
    <Button size="compact-xs" variant="default" loading={testing.isPending} aria-label={`Test ${channel.name}`} onClick={() => testing.mutate()}>
      Send a test
    </Button>
  );
}
