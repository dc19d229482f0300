import { Code, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { usersQuery } from "@/api/activity";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { SearchBox } from "@/components/SearchBox";
import { TimeRange, useTimeRange } from "@/components/TimeRange";
import { VirtualTable } from "@/components/VirtualTable";
import { formatCount } from "@/format/numbers";
import { toColumns } from "./columns";

/** Who used the application: how much, how dear, with how many failures; each leads to their traces. */
export function UsersPage() {
  const { from, to, search } = useTimeRange();
  const [text] = useSearchText("text");
  const navigate = useNavigate();
  const found = useQuery({ ...usersQuery({ from, to, text }), placeholderData: keepPreviousData });
  const users = found.data?.users ?? [];
  return (
    <>
      <PageHeader title="Users" aside={found.data && `${formatCount(users.length)}${found.data.more ? " seen last" : ""}`}>
        <SearchBox label="Find users by id" placeholder="Part of an id" />
        <TimeRange />
      </PageHeader>
      {found.isPending && <Loading />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && users.length === 0 && <NoUsers isSought={text !== ""} />}
      {users.length > 0 && (
        <VirtualTable
          label="Users"
          rows={users}
          columns={toColumns(search)}
          rowKey={(user) => user.id}
          maxHeight="calc(100vh - 140px)"
          isStale={found.isPlaceholderData}
          onOpen={(user) => void navigate({ to: "/traces", search: { ...search, user: user.id } })}
          footer={found.data?.more && <Text size="sm">There are more. Look for part of an id, or at a shorter time.</Text>}
        />
      )}
    </>
  );
}

function NoUsers({ isSought }: { isSought: boolean }) {
  if (isSought) return <EmptyState icon={IconUsers} title="Nobody has an id like this" text="Look for other words, or at a longer time." />;
  return (
    <EmptyState
      icon={IconUsers}
      title="No users in this time"
      text={
        <>
          A trace tells its user when your application says so: <Code>propagate_attributes(user_id=…)</Code> with a Langfuse SDK, the
          attribute <Code>user.id</Code> with OpenTelemetry. Or look at a longer time.
        </>
      }
    />
  );
}
