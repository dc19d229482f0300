import { ActionIcon, Button, Divider, Group, NavLink, Popover, ScrollArea, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { describeError } from "@/components/ErrorState";
import { deleteView, saveView, viewsQuery } from "./views";

/** Filters under a name, for everyone in the project. */
export function SavedViews() {
  const router = useRouter();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const { data: views = [] } = useQuery({ ...viewsQuery, enabled: opened });
  const options = {
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
    onError: (error: Error) => notifications.show({ color: "red", title: "The views were not changed", message: describeError(error) }),
  };
  const saving = useMutation({ mutationFn: (title: string) => saveView(title, router.state.location.searchStr.replace(/^\?/, "")), ...options });
  const deleting = useMutation({ mutationFn: deleteView, ...options });
  const show = (search: string) => {
    setOpened(false);
    void router.navigate({ href: `/traces${search && `?${search}`}` });
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconBookmark size={15} />} onClick={() => setOpened(!opened)}>
          Views
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" w={280}>
        {views.length === 0 && (
          <Text size="sm" p="xs">
            A view keeps the filters, columns and time of this list under a name.
          </Text>
        )}
        <ScrollArea.Autosize mah={280}>
          {views.map((view) => (
            <Group key={view.id} gap={0} wrap="nowrap">
              <NavLink component="button" type="button" label={<bdi>{view.name}</bdi>} py={5} onClick={() => show(view.search)} />
              <ActionIcon variant="subtle" color="gray" aria-label={`Delete the view ${view.name}`} onClick={() => deleting.mutate(view.id)}>
                <IconTrash size={14} />
              </ActionIcon>
            </Group>
          ))}
        </ScrollArea.Autosize>
        <Divider my="xs" />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate(name, { onSuccess: () => setName("") });
          }}
        >
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <TextInput size="xs" flex={1} label="Keep what is shown as" maxLength={100} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button size="xs" type="submit" loading={saving.isPending} disabled={name.trim() === ""}>
              Save
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
