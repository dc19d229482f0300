import { Button, Group, JsonInput, Modal, SegmentedControl, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "@/components/ErrorState";
import { type Draft, finishDraft, startDraft } from "./draft";
import { MessagesEditor } from "./MessagesEditor";
import { createVersion, type Prompt } from "./prompts";

interface Given {
  /** The version that the next one starts from; none for a new prompt. */
  from?: Prompt;
  folder?: string;
  onClose: () => void;
}

/** A new prompt, or the next version of one. */
export function PromptEditor({ from, folder = "", onClose }: Given) {
  const [draft, setDraft] = useState(() => startDraft(from, folder));
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const { save, error, isSaving } = useSaving();
  return (
    <Modal opened onClose={onClose} size="xl" title={from ? `Next version of ${from.name}` : "New prompt"} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(draft);
        }}
      >
        <Stack>
          {!from && <NameAndType draft={draft} onChange={change} />}
          {draft.type === "text" ? (
            <Textarea
              label="Text"
              description="{{name}} is a variable."
              autosize
              minRows={8}
              maxRows={24}
              classNames={{ input: "mono" }}
              value={draft.text}
              onChange={(event) => change({ text: event.currentTarget.value })}
              data-autofocus={from ? true : undefined}
            />
          ) : (
            <MessagesEditor messages={draft.messages} onChange={(messages) => change({ messages })} />
          )}
          <JsonInput
            label="Config"
            description="JSON that comes with the prompt: a model, a temperature."
            autosize
            minRows={2}
            maxRows={12}
            classNames={{ input: "mono" }}
            value={draft.config}
            onChange={(config) => change({ config })}
          />
          <Group grow align="start">
            <TagsInput
              label="Labels"
              placeholder="production"
              data={["production", "staging"]}
              value={draft.labels}
              onChange={(labels) => change({ labels })}
            />
            <TextInput
              label="What changed"
              maxLength={500}
              value={draft.commitMessage}
              onChange={(event) => change({ commitMessage: event.currentTarget.value })}
            />
          </Group>
          {error !== null && <ErrorState error={error} title="It could not be saved" />}
          <Group justify="space-between">
            <Text size="sm">{draft.labels.includes("production") && "Applications get this version as soon as it is saved."}</Text>
            <Group>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={isSaving}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function NameAndType({ draft, onChange }: { draft: Draft; onChange: (some: Partial<Draft>) => void }) {
  return (
    <Group align="end">
      <TextInput
        label="Name"
        description="Slashes make folders: shop/assistant"
        flex={1}
        maxLength={500}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        data-autofocus
      />
      <SegmentedControl
        aria-label="Type"
        data={[
          { value: "text", label: "Text" },
          { value: "chat", label: "Chat" },
        ]}
        value={draft.type}
        onChange={(type) => onChange({ type: type })}
      />
    </Group>
  );
}

function useSaving() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const saving = useMutation({
    mutationFn: (draft: Draft) => {
      const sent = finishDraft(draft);
      return typeof sent === "string" ? Promise.reject(new Error(sent)) : createVersion(sent);
    },
    onSuccess: async ({ name, version }) => {
      await queries.invalidateQueries({ queryKey: ["prompts"] });
      await navigate({ to: "/prompts/$promptName", params: { promptName: name }, search: { version: String(version) } });
    },
  });
  return { save: saving.mutate, error: saving.error, isSaving: saving.isPending };
}
