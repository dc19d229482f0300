import { Code, Pill, Text } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sessionsQuery } from "@/api/activity";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { SearchBox } from "@/components/SearchBox";
import { TimeRange, useTimeRange } from "@/components/TimeRange";
import { VirtualTable } from "@/components/VirtualTable";
import { formatCount } from "@/format/numbers";
import { COLUMNS } from "./columns";

/** Conversations, those that went on last first; each opens as one. */
export function SessionsPage() {
  const { from, to } = useTimeRange();
  const [text] = useSearchText("text");
  const [user, setUser] = useSearchText("user");
  const navigate = useNavigate();
  const found = useQuery({ ...sessionsQuery({ from, to, text, user }), placeholderData: keepPreviousData });
  const sessions = found.data?.sessions ?? [];
  const count = found.data && `${formatCount(sessions.length)}${found.data.more ? " newest" : ""}`;
  return (
    <>
      <PageHeader title="Sessions" aside={count}>
        {user && (
          <Pill withRemoveButton onRemove={() => setUser(null)} removeButtonProps={{ "aria-label": "Of all users" }}>
            User: {user}
          </Pill>
        )}
        <SearchBox label="Find sessions by id" placeholder="Part of an id" />
        <TimeRange />
      </PageHeader>
      {found.isPending && <Loading />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && sessions.length === 0 && <NoSessions isSought={text + user !== ""} />}
      {sessions.length > 0 && (
        <VirtualTable
          label="Sessions"
          rows={sessions}
          columns={COLUMNS}
          rowKey={(session) => session.id}
          maxHeight="calc(100vh - 140px)"
          isStale={found.isPlaceholderData}
          onOpen={(session) => void navigate({ to: "/sessions/$sessionId", params: { sessionId: session.id } })}
          footer={found.data?.more && <Text size="sm">There are more. Look for part of an id, or at a shorter time.</Text>}
        />
      )}
    </>
  );
}

function NoSessions({ isSought }: { isSought: boolean }) {
  if (isSought) return <EmptyState icon={IconMessages} title="No session is like this" text="Look for other words, or at a longer time." />;
  return (
    <EmptyState
      icon={IconMessages}
      title="No sessions in this time"
      text={
        <>
          Traces with one session id are shown as one conversation. Set it with <Code>propagate_attributes(session_id=…)</Code> in a
          Langfuse SDK, or as the attribute <Code>session.id</Code> with OpenTelemetry. Or look at a longer time.
        </>
      }
    />
  );
}
