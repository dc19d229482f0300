import { Button, Code, Group } from "@mantine/core";
import { EmptyState } from "@/components/EmptyState";
import { TextLink } from "@/components/TextLink";
import { type Range, useTimeRange } from "@/components/TimeRange";
import { type Filters, hasFilters } from "./filters";

const MONTH: Range = { kind: "last", name: "30d", ms: 30 * 86_400_000 };

interface Props {
  filters: Filters;
  isLive: boolean;
  onClear: () => void;
}

/** Nothing was found: because of what was asked, of the time, or because nothing was ever sent. */
export function NoTraces({ filters, isLive, onClear }: Props) {
  const { setRange } = useTimeRange();
  if (isLive && !hasFilters(filters)) {
    return <EmptyState title="Waiting for traces" text="They appear here within two seconds of their arrival." />;
  }
  if (hasFilters(filters)) {
    return (
      <EmptyState
        title="No trace answers every filter"
        text="Take a filter away, or look at a longer time."
        action={
          <Group gap="xs">
            <Button size="xs" onClick={onClear}>
              Clear filters
            </Button>
            <LongerTime onClick={() => setRange(MONTH)} />
          </Group>
        }
      />
    );
  }
  return (
    <EmptyState
      title="No traces in this time"
      text={
        <>
          Point a Langfuse SDK or an OpenTelemetry exporter at this server: <Code>LANGFUSE_BASE_URL={window.location.origin}</Code>. The{" "}
          <TextLink to="/settings">settings</TextLink> have the whole snippet for each.
        </>
      }
      action={<LongerTime onClick={() => setRange(MONTH)} />}
    />
  );
}

const LongerTime = ({ onClick }: { onClick: () => void }) => (
  <Button size="xs" variant="default" onClick={onClick}>
    Look at 30 days
  </Button>
);
