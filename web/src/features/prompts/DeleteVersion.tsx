import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ErrorState } from "@/components/ErrorState";
import { deleteVersion, type Prompt, versionsQuery } from "./prompts";

/** Deletes a version, after asking. */
export function DeleteVersion({ prompt, isOnly }: { prompt: Prompt; isOnly: boolean }) {
  const { name, version, labels } = prompt;
  const [opened, { open, close }] = useDisclosure();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const deleting = useMutation({
    mutationFn: () => deleteVersion(name, version),
    onSuccess: async () => {
      close();
      await (isOnly ? navigate({ to: "/prompts" }) : navigate({ to: "/prompts/$promptName", params: { promptName: name } }));
      // The list first, so that nobody asks for the version that is gone.
      await queries.invalidateQueries({ queryKey: versionsQuery(name).queryKey, exact: true });
      queries.removeQueries({ queryKey: ["prompts", name, version] });
      await queries.invalidateQueries({ queryKey: ["prompts"] });
    },
  });
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={open}>
        Delete
      </Button>
      <Modal opened={opened} onClose={close} title={`Delete version ${version}?`}>
        <Stack>
          <Text size="sm" className="untrusted">
            Version {version} of {name} goes for good{isOnly && ", and the prompt with it, for it has no other"}.
            {labels.includes("production") && " It is in production: applications that ask for it will get none."}
          </Text>
          {deleting.error && <ErrorState error={deleting.error} title="It could not be deleted" />}
          <Group justify="end">
            <Button variant="default" onClick={close} data-autofocus>
              Keep it
            </Button>
            <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
              Delete
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
