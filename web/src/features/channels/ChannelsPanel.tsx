import { Button, Group, Stack } from "@mantine/core";
import { IconPlus, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { ChannelEditor } from "./ChannelEditor";
import { type Channel, channelsQuery } from "./channels";
import { ChannelTable } from "./ChannelTable";
import { NotificationsPanel } from "./NotificationsPanel";

/** Who is told of alerts, how that fares, and what was told. */
export function ChannelsPanel() {
  const channels = useQuery(channelsQuery);
  const [edited, edit] = useState<Channel | "new" | null>(null);
  const add = (
    <Button size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={() => edit("new")}>
      New channel
    </Button>
  );
  return (
    <Stack>
      {channels.isPending && <Loading rows={3} />}
      {channels.error && <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />}
      {channels.data?.length === 0 && (
        <EmptyState
          icon={IconSend}
          title="Nobody is told yet"
          text="Alerts are kept here, and a channel tells people: Slack, PagerDuty, a webhook of yours, or one of over a hundred other services. Nothing is sent anywhere before."
          action={add}
        />
      )}
      {channels.data && channels.data.length > 0 && (
        <>
          <Group>{add}</Group>
          <ChannelTable channels={channels.data} onEdit={edit} />
          <NotificationsPanel channels={channels.data} />
        </>
      )}
      {edited !== null && <ChannelEditor channel={edited === "new" ? undefined : edited} onClose={() => edit(null)} />}
    </Stack>
  );
}
