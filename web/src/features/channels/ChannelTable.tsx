import { Badge, Button, Group, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Age } from "@/components/Age";
import { DeleteButton } from "@/components/DeleteButton";
import { EnabledSwitch } from "@/components/EnabledSwitch";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { Ahead } from "../alerts/Ahead";
import { rulesQuery } from "../alerts/alerts";
import { changeChannel, type Channel, channelsQuery, deleteChannel } from "./channels";
import { KINDS } from "./kinds";
import { TestButton } from "./TestButton";

interface Given {
  channels: readonly Channel[];
  onEdit: (channel: Channel) => void;
}

/** Channels, where each is, and whether what is sent to it gets through. */
export function ChannelTable({ channels, onEdit }: Given) {
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table verticalSpacing="xs" aria-label="Channels">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={60}>On</Table.Th>
            <Table.Th w={200}>Name</Table.Th>
            <Table.Th w={180}>Told of</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th w={250} aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {channels.map((channel) => (
            <Row key={channel.id} channel={channel} onEdit={() => onEdit(channel)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: channelsQuery.queryKey });
  const { id, name, kind, address } = channel;
  return (
    <Table.Tr>
      <Table.Td>
        <EnabledSwitch name={name} enabled={channel.enabled} onChange={(enabled) => changeChannel(id, { enabled }).then(refresh)} />
      </Table.Td>
      <Table.Td className="untrusted">
        {name}
        <Text size="xs" c="dimmed">
          {KINDS[kind].label}, {address}
          {channel.signed && ", signed"}
        </Text>
      </Table.Td>
      <Table.Td>
        <ToldOf channel={channel} />
      </Table.Td>
      <Table.Td>
        <Health channel={channel} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="end" wrap="nowrap">
          <TestButton channel={channel} />
          <Button size="compact-xs" variant="subtle" aria-label={`Change ${name}`} onClick={onEdit}>
            Change
          </Button>
          {!channel.managed && (
            <DeleteButton
              size="compact-xs"
              label={`Delete ${name}`}
              title="Delete this channel?"
              text={`${name} is told nothing any more, and what waits for it goes, too.`}
              onDelete={() => deleteChannel(id)}
              onDone={refresh}
            />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function ToldOf({ channel: { severities, rule_ids: ids, send_resolved: isToldOfEnd } }: { channel: Channel }) {
  const { data: rules = [] } = useQuery(rulesQuery);
  const names = ids.map((id) => rules.find((rule) => rule.id === id)?.name ?? id);
  return (
    <Text size="sm" className="untrusted">
      {severities.length > 0 ? severities.join(", ") : "Every severity"}
      {names.length > 0 ? ` of ${names.join(", ")}` : ""}
      {!isToldOfEnd && "; not of what is over"}
    </Text>
  );
}

const HEALTH = {
  untried: { label: "Not tried yet", color: "gray" },
  healthy: { label: "Works", color: "teal" },
  failing: { label: "Broken", color: "red" },
} as const;

function Health({ channel }: { channel: Channel }) {
  const { label, color } = HEALTH[channel.health];
  const { failing_since: since, retry_at: retryAt, last_delivered_at: deliveredAt, waiting, firing_id: firingId } = channel;
  return (
    <>
      <Group gap="xs">
        <Badge variant="light" color={color}>
          {label}
        </Badge>
        <Text component="div" size="xs" c="dimmed">
          {since !== null ? (
            <>
              since <Age at={since} />
            </>
          ) : (
            deliveredAt !== null && (
              <>
                last <Age at={deliveredAt} />
              </>
            )
          )}
          {waiting > 0 && `, ${formatCount(waiting)} waiting`}
          {retryAt !== null && waiting > 0 && (
            <>
              , due <Ahead at={retryAt} />
            </>
          )}
        </Text>
        {firingId !== "" && (
          <TextLink to="/alerts/firings/$firingId" params={{ firingId }} size="xs" underline="always">
            The alert
          </TextLink>
        )}
      </Group>
      {channel.health === "failing" && (
        <Text size="xs" lineClamp={3} className="untrusted">
          {channel.last_error}
        </Text>
      )}
    </>
  );
}
