import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ConfirmDialog } from "@/components/ConfirmDialog";
import { deleteVersion, type Prompt, versionsQuery } from "./prompts";

/** Deletes a version, after asking. */
export function DeleteVersion({ prompt, isOnly }: { prompt: Prompt; isOnly: boolean }) {
  const { name, version, labels } = prompt;
  const [opened, { open, close }] = useDisclosure();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await (isOnly ? navigate({ to: "/prompts" }) : navigate({ to: "/prompts/$promptName", params: { promptName: name } }));
    // The list first, so that nobody asks for the version that is gone.
    await queries.invalidateQueries({ queryKey: versionsQuery(name).queryKey, exact: true });
    queries.removeQueries({ queryKey: ["prompts", name, version] });
    await queries.invalidateQueries({ queryKey: ["prompts"] });
  };
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={open}>
        Delete
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Delete version ${version}?`}
        verb="Delete"
        onConfirm={() => deleteVersion(name, version)}
        onDone={leave}
      >
        Version {version} of {name} goes for good{isOnly && ", and the prompt with it, for it has no other"}.
        {labels.includes("production") && " It is in production: applications that ask for it will get none."}
      </ConfirmDialog>
    </>
  );
}
