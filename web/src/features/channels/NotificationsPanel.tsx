import { Badge, Button, Group, SegmentedControl, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { formatMinute } from "@/format/times";
import { Ahead } from "../alerts/Ahead";
import { useActing } from "../alerts/useActing";
import { type Channel, type Notification, notificationsQuery, retryChannel, retryNotification, type Status } from "./channels";

const STATUSES: Record<Status, { label: string; color: string }> = {
  waiting: { label: "Waiting", color: "yellow" },
  delivered: { label: "Told", color: "teal" },
  dead: { label: "Given up", color: "red" },
};

/** What was told to whom, what waits, and what was given up and can be tried again. */
export function NotificationsPanel({ channels }: { channels: readonly Channel[] }) {
  const [shown, show] = useSearchText("sent");
  const status = shown in STATUSES ? (shown as Status) : null;
  const found = useQuery(notificationsQuery(status));
  const dead = channels.filter((channel) => channel.dead > 0);
  return (
    <section aria-label="What was told">
      <Group justify="space-between" my="xs">
        <Title order={2}>What was told</Title>
        <SegmentedControl
          size="xs"
          aria-label="Which"
          data={[{ value: "", label: "All" }, ...Object.entries(STATUSES).map(([value, { label }]) => ({ value, label }))]}
          value={status ?? ""}
          onChange={show}
        />
      </Group>
      {dead.map((channel) => (
        <RetryAll key={channel.id} channel={channel} />
      ))}
      {found.isPending && <Loading rows={3} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.notifications.length === 0 && (
        <Text size="sm" c="dimmed">
          {status === null ? "Nothing fired since there is a channel." : "There is none."}
        </Text>
      )}
      {found.data && found.data.notifications.length > 0 && <NotificationTable notifications={found.data.notifications} />}
    </section>
  );
}

function RetryAll({ channel }: { channel: Channel }) {
  const retrying = useActing(() => retryChannel(channel.id));
  return (
    <Group mb="xs" gap="xs">
      <Text size="sm" className="untrusted">
        {formatCount(channel.dead)} given up for {channel.name}.
      </Text>
      <Button size="compact-xs" variant="default" loading={retrying.isPending} aria-label={`Try again all for ${channel.name}`} onClick={() => retrying.mutate(undefined)}>
        Try all again
      </Button>
    </Group>
  );
}

const TURNS: Record<Notification["turn"], string> = { fired: "fired", still_firing: "still fires", resolved: "is over" };

function NotificationTable({ notifications }: { notifications: readonly Notification[] }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing={6} aria-label="Notifications">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={165}>When</Table.Th>
            <Table.Th w={110}>State</Table.Th>
            <Table.Th w={170}>Channel</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {notifications.map((one) => (
            <Row key={one.id} notification={one} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ notification }: { notification: Notification }) {
  const { id, status, alert, attempts, turn } = notification;
  const retrying = useActing(() => retryNotification(id));
  const { label, color } = STATUSES[status];
  return (
    <Table.Tr>
      <Table.Td className="tabular">{formatMinute(notification.created_at)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={color}>
          {label}
        </Badge>
      </Table.Td>
      <Table.Td className="untrusted">{notification.channel_name || "–"}</Table.Td>
      <Table.Td className="untrusted">
        <TextLink to="/alerts/firings/$firingId" params={{ firingId: alert.id }} underline="always">
          {alert.rule_name}
        </TextLink>{" "}
        {TURNS[turn]}
        {status !== "delivered" && attempts > 0 && (
          <Text component="div" size="xs" c="dimmed" lineClamp={2}>
            {formatCount(attempts)} {attempts === 1 ? "attempt" : "attempts"}
            {status === "waiting" && (
              <>
                , the next due <Ahead at={notification.due_at} />
              </>
            )}
            : {notification.last_error}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {status === "dead" && (
          <Button size="compact-xs" variant="default" loading={retrying.isPending} aria-label={`Tell ${notification.channel_name} again`} onClick={() => retrying.mutate(undefined)}>
            Try again
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
