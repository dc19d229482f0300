import { Button, Group, Modal, NativeSelect, PasswordInput, Stack, TagsInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Connection, connectionsQuery } from "@/api/connections";
import { errorAt, isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { ADAPTERS, type Adapter, putConnection } from "./connections";

interface Given {
  /** The connection that is changed; none for a new one. */
  connection: Connection | undefined;
  onClose: () => void;
}

interface Draft {
  provider: string;
  adapter: Adapter;
  key: string;
  baseUrl: string;
  models: string[];
  defaultModel: string;
}

const SHOWN = ["provider", "adapter", "api_key", "base_url", "models", "default_model"];

/** A connection to a provider of models, or to a model of one's own. */
export function ConnectionEditor({ connection, onClose }: Given) {
  const [draft, setDraft] = useState(() => begin(connection));
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: () => putConnection(finish(draft, connection)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: connectionsQuery.queryKey });
      onClose();
    },
  });
  const errors = toFieldErrors(saving.error);
  return (
    <Modal opened onClose={onClose} size="lg" title={connection ? `Change ${connection.provider}` : "Connect a model"} closeOnClickOutside={false}>
      <form
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack gap="sm">
          <Group grow align="start">
            <TextInput
              label="Name"
              placeholder="openai"
              disabled={connection !== undefined}
              value={draft.provider}
              error={errors.provider}
              onChange={(event) => change({ provider: event.currentTarget.value })}
              data-autofocus
            />
            <NativeSelect
              label="Speaks like"
              data={Object.entries(ADAPTERS).map(([value, label]) => ({ value, label }))}
              value={draft.adapter}
              error={errors.adapter}
              onChange={(event) => change({ adapter: event.currentTarget.value as Adapter })}
            />
          </Group>
          <TextInput
            label="Address"
            description="Of a gateway or a model of your own; empty: the provider’s."
            placeholder="http://127.0.0.1:11434/v1"
            value={draft.baseUrl}
            error={errors.base_url}
            onChange={(event) => change({ baseUrl: event.currentTarget.value })}
          />
          <PasswordInput
            label="Key"
            description={connection ? `Empty: the one that is stored stays (${connection.key_hint || "none"}).` : "Kept encrypted, and never shown again."}
            autoComplete="new-password"
            value={draft.key}
            error={errors.api_key}
            onChange={(event) => change({ key: event.currentTarget.value })}
          />
          <Group grow align="start">
            <TagsInput
              label="Models"
              description="To choose from, beside the provider’s own."
              placeholder="Enter ends each"
              value={draft.models}
              error={errorAt(errors, "models")}
              onChange={(models) => change({ models })}
            />
            <TextInput
              label="Usual model"
              description="Asked unless a judge says otherwise."
              placeholder="gpt-5-mini"
              value={draft.defaultModel}
              error={errors.default_model}
              onChange={(event) => change({ defaultModel: event.currentTarget.value })}
            />
          </Group>
          {saving.error && !isAtFields(errors, SHOWN) && <ErrorState error={saving.error} title="It could not be saved" />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={draft.provider.trim() === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const begin = (connection: Connection | undefined): Draft => ({
  provider: connection?.provider ?? "",
  adapter: connection?.adapter ?? "openai",
  key: "",
  baseUrl: connection?.base_url ?? "",
  models: connection?.models ?? [],
  defaultModel: connection?.default_model ?? "",
});

const finish = (draft: Draft, connection: Connection | undefined) => ({
  provider: draft.provider.trim(),
  adapter: draft.adapter,
  api_key: draft.key.trim() || null,
  base_url: draft.baseUrl.trim() || null,
  models: draft.models,
  default_model: draft.defaultModel.trim() || null,
  structured_output: connection?.structured_output ?? ("tool" as const),
});
