import { Button, Code, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/EmptyState";
import { anyTraceQuery } from "./series";

/** Nothing happened in this time: look elsewhere, or send something at all. */
export function NothingYet() {
  const { data: hasTraces } = useQuery(anyTraceQuery);
  if (hasTraces === undefined) return null;
  if (hasTraces) {
    return (
      <EmptyState
        title="Nothing in this time"
        text="There are traces, but none of this time."
        action={
          <Group gap="xs">
            <Wider range="7d" label="Last 7 days" />
            <Wider range="30d" label="Last 30 days" />
            <Wider range="365d" label="Last year" />
          </Group>
        }
      />
    );
  }
  return (
    <EmptyState
      title="No traces yet"
      text={
        <>
          Point any Langfuse SDK or OpenTelemetry exporter at this server, and what it sends appears here within a second. To look
          around first, <Code>ratchet demo</Code> plays a day of traffic into a server of its own.
        </>
      }
      action={
        <Button size="sm" mt="xs" renderRoot={(props) => <Link {...props} to="/settings" />}>
          Connect your application
        </Button>
      }
    />
  );
}

function Wider({ range, label }: { range: string; label: string }) {
  return (
    <Button size="xs" variant="default" renderRoot={(props) => <Link {...props} to="/" search={{ range }} />}>
      {label}
    </Button>
  );
}
