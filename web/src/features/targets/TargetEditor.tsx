import { Button, Checkbox, Group, JsonInput, Modal, NativeSelect, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorAt, type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { type Target, targetsQuery } from "@/api/targets";
import { ErrorState } from "@/components/ErrorState";
import { type Draft, editDraft, type Form, NEW_TARGET, toChange, toSent, Unreadable } from "./draft";
import { changeTarget, createTarget } from "./targets";

interface Given {
  /** The target that is changed; none for a new one. */
  target: Target | undefined;
  onClose: () => void;
}

const SHOWN = ["name", "url", "headers", "body", "variables", "answer_path", "model", "release", "environment"];

/** Where an application answers, and how it is asked. */
export function TargetEditor({ target, onClose }: Given) {
  const [draft, setDraft] = useState(() => (target ? editDraft(target) : NEW_TARGET));
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const { save, error, errors, isSaving } = useSaving(target, onClose);
  return (
    <Modal opened onClose={onClose} size="lg" title={target ? `Change ${target.name}` : "New target"} closeOnClickOutside={false}>
      <form
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          save(draft);
        }}
      >
        <Stack gap="sm">
          {!target && <Kind draft={draft} errors={errors} onChange={change} />}
          {draft.form === "release" ? (
            <ReleaseFields draft={draft} errors={errors} onChange={change} />
          ) : (
            <EndpointFields draft={draft} errors={errors} onChange={change} known={target?.header_names ?? []} />
          )}
          <TextInput size="xs" label="Description" value={draft.description} onChange={(event) => change({ description: event.currentTarget.value })} />
          {error !== null && !isAtFields(errors, SHOWN) && <ErrorState error={error} title="It could not be saved" />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving} disabled={draft.name.trim() === ""}>
              {target ? "Save" : "Make it"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartGiven {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

const FORMS: { value: Form; label: string }[] = [
  { value: "http", label: "An endpoint" },
  { value: "openai", label: "OpenAI-compatible chat" },
  { value: "release", label: "Stored traces" },
];

function Kind({ draft, errors, onChange }: PartGiven) {
  return (
    <>
      <Group>
        <SegmentedControl size="xs" aria-label="What it is" data={FORMS} value={draft.form} onChange={(form) => onChange({ form })} />
      </Group>
      <TextInput
        label="Name"
        placeholder="staging"
        value={draft.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        data-autofocus
      />
    </>
  );
}

function ReleaseFields({ draft, errors, onChange }: PartGiven) {
  return (
    <Group grow align="start">
      <TextInput
        label="Release"
        description="Its stored traces are the answers, found by their input."
        value={draft.release}
        error={errors.release}
        onChange={(event) => onChange({ release: event.currentTarget.value })}
      />
      <TextInput
        label="Environment"
        description="Theirs; empty for any."
        value={draft.environment}
        error={errors.environment}
        onChange={(event) => onChange({ environment: event.currentTarget.value })}
      />
    </Group>
  );
}

function EndpointFields({ draft, errors, onChange, known }: PartGiven & { known: readonly string[] }) {
  const isPreset = draft.form === "openai";
  return (
    <>
      <Group align="start" wrap="nowrap">
        {!isPreset && (
          <NativeSelect
            w={110}
            label="Method"
            data={["POST", "PUT", "PATCH", "GET"]}
            value={draft.method}
            onChange={(event) => onChange({ method: event.currentTarget.value as Draft["method"] })}
          />
        )}
        <TextInput
          flex={1}
          label="Address"
          placeholder={isPreset ? "The provider’s own, or http://127.0.0.1:11434/v1/chat/completions" : "https://chat.example.com/twins/{{twin_id}}/chat"}
          value={draft.url}
          error={errors.url}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
        {isPreset && <TextInput w={160} label="Model" value={draft.model} error={errors.model} onChange={(event) => onChange({ model: event.currentTarget.value })} />}
      </Group>
      <Checkbox
        size="xs"
        label="It may be on this machine or in its network"
        description="Otherwise such addresses are refused, whatever a name leads to."
        checked={draft.allowPrivate}
        onChange={(event) => onChange({ allowPrivate: event.currentTarget.checked })}
      />
      <Textarea
        size="xs"
        label="Headers"
        description={known.length > 0 ? `A line each. Empty: those that are stored stay (${known.join(", ")}).` : "A line each; kept encrypted, and never shown again."}
        placeholder="Authorization: Bearer …"
        autosize
        minRows={1}
        classNames={{ input: "mono" }}
        value={draft.headers}
        error={errorAt(errors, "headers")}
        onChange={(event) => onChange({ headers: event.currentTarget.value })}
      />
      {!isPreset && (
        <>
          <JsonInput
            size="xs"
            label="Body"
            description="{{query}}, {{input}}, {{twin_id}} and variables of your own are filled in."
            autosize
            minRows={3}
            classNames={{ input: "mono" }}
            value={draft.body}
            error={errorAt(errors, "body")}
            onChange={(body) => onChange({ body })}
          />
          <TextInput
            size="xs"
            label="Where the answer is"
            description="A JSONPath; empty: the usual places."
            placeholder="$.choices[0].message.content"
            value={draft.answerPath}
            error={errors.answer_path}
            onChange={(event) => onChange({ answerPath: event.currentTarget.value })}
          />
        </>
      )}
      <JsonInput
        size="xs"
        label="Variables"
        description="What a test that says nothing else fills in."
        autosize
        minRows={1}
        classNames={{ input: "mono" }}
        value={draft.variables}
        error={errorAt(errors, "variables")}
        onChange={(variables) => onChange({ variables })}
      />
    </>
  );
}

function useSaving(target: Target | undefined, onClose: () => void) {
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: async (draft: Draft) => (target ? changeTarget(target.name, toChange(draft)) : createTarget(toSent(draft))),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: targetsQuery.queryKey });
      onClose();
    },
  });
  const { error } = saving;
  const errors = error instanceof Unreadable ? { [error.field]: error.message } : toFieldErrors(error);
  return { save: saving.mutate, error, errors, isSaving: saving.isPending };
}
