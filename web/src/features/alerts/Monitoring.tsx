import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Age } from "@/components/Age";
import { checkNow, monitoringQuery, startMonitoring, stopMonitoring } from "./alerts";
import { useActing } from "./useActing";
import { formatMinutes } from "./words";

/** Whether rules are looked at, how often, and when they last were. */
export function MonitoringState() {
  const { data: monitoring } = useQuery(monitoringQuery);
  if (monitoring === undefined) return null;
  const { running, interval_minutes: minutes, checked_at: checkedAt } = monitoring;
  return (
    <Text component="div" size="sm">
      {running ? `Looked at every ${minutes === 1 ? "minute" : formatMinutes(minutes)}` : "Looked at only when asked"}
      {checkedAt !== null && (
        <>
          , last <Age at={checkedAt} />
        </>
      )}
    </Text>
  );
}

/** Look now, stop looking, and start again. */
export function MonitoringButtons() {
  const { data: monitoring } = useQuery(monitoringQuery);
  const checking = useActing(checkNow, ({ rules_checked: rules, alerts, new_alert_ids: fresh }) =>
    notifications.show({
      color: fresh.length > 0 ? "red" : "teal",
      title: `${rules} rules were looked at`,
      message: alerts.length === 0 ? "Nothing fires." : `${alerts.length} fire, ${fresh.length} of them anew.`,
    }),
  );
  const switching = useActing(() => (monitoring?.running ? stopMonitoring() : startMonitoring()));
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" leftSection={<IconRefresh size={15} />} loading={checking.isPending} onClick={() => checking.mutate(undefined)}>
        Check now
      </Button>
      {monitoring && (
        <Button
          size="xs"
          variant="default"
          leftSection={monitoring.running ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
          loading={switching.isPending}
          onClick={() => switching.mutate(undefined)}
        >
          {monitoring.running ? "Stop looking" : "Look every minute"}
        </Button>
      )}
    </Group>
  );
}
