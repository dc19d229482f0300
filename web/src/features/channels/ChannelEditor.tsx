import { Alert, Button, Checkbox, Group, Modal, MultiSelect, PasswordInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorAt, type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { CodeBlock } from "@/components/CodeBlock";
import { ErrorState } from "@/components/ErrorState";
import { rulesQuery, SEVERITIES } from "../alerts/alerts";
import { changeChannel, type Channel, type ChannelKind, channelsQuery, createChannel } from "./channels";
import { type Draft, editDraft, NEW_CHANNEL, toChannel } from "./draft";
import { KINDS } from "./kinds";

interface Given {
  /** The channel that is changed; none for a new one. */
  channel: Channel | undefined;
  onClose: () => void;
}

const SHOWN = ["name", "url", "routing_key", "secret", "severities", "rule_ids", "allow_private_addresses"];

/** Somewhere that is told of alerts: where, and of which. */
export function ChannelEditor({ channel, onClose }: Given) {
  const [draft, setDraft] = useState(() => (channel ? editDraft(channel) : NEW_CHANNEL));
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const { save, error, errors, isSaving, secret } = useSaving(channel, onClose);
  if (secret !== undefined) return <SecretOnce name={draft.name} secret={secret} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} size="lg" title={channel ? `Change ${channel.name}` : "New channel"} closeOnClickOutside={false}>
      <form
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          save(draft);
        }}
      >
        <Stack gap="sm">
          {!channel && <KindChoice draft={draft} errors={errors} onChange={change} />}
          {channel?.managed && <Alert color="gray">It follows the server’s setting ALERT_WEBHOOK_URL, which says where it is.</Alert>}
          {!channel?.managed && <Where draft={draft} errors={errors} onChange={change} channel={channel} />}
          <What draft={draft} errors={errors} onChange={change} />
          {error && !isAtFields(errors, SHOWN) && <ErrorState error={error} title="It could not be saved" />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving} disabled={draft.name.trim() === "" || (!channel && draft.address.trim() === "")}>
              {channel ? "Save" : "Make it"}
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

function KindChoice({ draft, onChange }: PartGiven) {
  return (
    <div>
      <SegmentedControl
        fullWidth
        aria-label="Kind"
        data={Object.entries(KINDS).map(([value, { label }]) => ({ value: value as ChannelKind, label }))}
        value={draft.kind}
        onChange={(kind) => onChange({ kind, address: "", secret: "" })}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {KINDS[draft.kind].about}
      </Text>
    </div>
  );
}

function Where({ draft, errors, onChange, channel }: PartGiven & { channel: Channel | undefined }) {
  const { address, placeholder } = KINDS[draft.kind];
  return (
    <>
      <TextInput
        label="Name"
        placeholder="ops"
        value={draft.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        data-autofocus
      />
      <PasswordInput
        label={address ?? "Integration key"}
        description={channel ? `Empty: it stays as it is (${channel.address}).` : "Kept encrypted, and never shown again."}
        placeholder={placeholder}
        autoComplete="new-password"
        value={draft.address}
        error={errors.url ?? errors.routing_key}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
      />
      {draft.kind === "webhook" && (
        <PasswordInput
          label="Secret"
          description={channel ? "Empty: it stays as it is." : "What messages are signed with. Empty: one is made, and shown once."}
          autoComplete="new-password"
          value={draft.secret}
          error={errors.secret}
          onChange={(event) => onChange({ secret: event.currentTarget.value })}
        />
      )}
      {address !== null && (
        <Checkbox
          size="xs"
          label="It may be in this machine’s own network"
          description="Otherwise private and loopback addresses are refused, whatever a name resolves to."
          checked={draft.allowPrivate}
          error={errors.allow_private_addresses}
          onChange={(event) => onChange({ allowPrivate: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

function What({ draft, errors, onChange }: PartGiven) {
  const { data: rules = [] } = useQuery(rulesQuery);
  return (
    <>
      <Group grow align="start">
        <MultiSelect
          label="Severities"
          placeholder={draft.severities.length === 0 ? "All" : ""}
          data={[...SEVERITIES]}
          value={draft.severities}
          error={errorAt(errors, "severities")}
          onChange={(severities) => onChange({ severities: severities })}
        />
        <MultiSelect
          label="Rules"
          placeholder={draft.ruleIds.length === 0 ? "All" : ""}
          searchable
          data={rules.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.ruleIds}
          error={errorAt(errors, "rule_ids")}
          onChange={(ruleIds) => onChange({ ruleIds })}
        />
      </Group>
      <Checkbox size="xs" label="Tell it also what is over" checked={draft.sendResolved} onChange={(event) => onChange({ sendResolved: event.currentTarget.checked })} />
    </>
  );
}

function SecretOnce({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} size="lg" title={`${name} is made`} closeOnClickOutside={false}>
      <Stack>
        <Text size="sm">Its messages are signed with this secret, by which your service can tell them from others. It is shown only now.</Text>
        <CodeBlock title="Secret" label="The secret of the channel" code={secret} />
        <Group justify="end">
          <Button onClick={onClose}>I have it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useSaving(channel: Channel | undefined, onClose: () => void) {
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (draft: Draft) => (channel ? changeChannel(channel.id, toChannel(draft, channel)) : createChannel(toChannel(draft))),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: channelsQuery.queryKey });
      if (secretOf(made) === undefined) onClose();
    },
  });
  return { save: saving.mutate, error: saving.error, errors: toFieldErrors(saving.error), isSaving: saving.isPending, secret: secretOf(saving.data) };
}

const secretOf = (made: object | undefined): string | undefined => (made && "secret" in made && typeof made.secret === "string" ? made.secret : undefined);
