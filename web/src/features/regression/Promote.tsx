import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconFlag } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { saveBaseline, type Test } from "./regression";

/** Makes a test the baseline that later ones are held against. */
export function Promote({ test }: { test: Test }) {
  const [opened, { open, close }] = useDisclosure();
  const [tag, setTag] = useState("");
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: () => saveBaseline({ dataset_name: test.dataset_name, tag: tag.trim(), run_id: test.test_id }),
    onSuccess: async (baseline) => {
      close();
      notifications.show({ color: "teal", title: `Saved as ${baseline.tag}`, message: "Later tests of this dataset are held against it unless they name another." });
      await queries.invalidateQueries({ queryKey: ["baselines", test.dataset_name] });
    },
  });
  const errors = toFieldErrors(saving.error);
  return (
    <>
      <Button size="xs" leftSection={<IconFlag size={15} />} onClick={open}>
        Save as baseline
      </Button>
      <Modal opened={opened} onClose={close} title="Save these scores as a baseline">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate();
          }}
        >
          <Stack>
            <TextInput
              label="Tag"
              description="A name that no baseline of this dataset has yet. A baseline never changes."
              placeholder="v1.2.3"
              value={tag}
              error={errors.tag}
              onChange={(event) => setTag(event.currentTarget.value)}
              data-autofocus
            />
            <Text size="sm" className="untrusted">
              Of {test.dataset_name}, answered by {test.target}.
            </Text>
            {saving.error && !isAtFields(errors, ["tag"]) && <ErrorState error={saving.error} title="It could not be saved" />}
            <Group justify="end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={saving.isPending} disabled={tag.trim() === ""}>
                Save
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
