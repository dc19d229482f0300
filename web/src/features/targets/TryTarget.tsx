import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Target } from "@/api/targets";
import { ErrorState } from "@/components/ErrorState";
import { IoView } from "@/components/IoView";
import { TextLink } from "@/components/TextLink";
import { formatDuration } from "@/format/numbers";
import { type Tried, tryTarget } from "./targets";

/** Ask a target one question, and see what comes of it; nothing is stored. */
export function TryTarget({ target, onClose }: { target: Target; onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [twin, setTwin] = useState("");
  const trying = useMutation({ mutationFn: () => tryTarget(target.name, { query, twin_id: twin.trim() || null, variables: {}, timeout_s: 30 }) });
  return (
    <Modal opened onClose={onClose} size="lg" title={`Try ${target.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          trying.mutate();
        }}
      >
        <Stack gap="sm">
          <Textarea label="Question" autosize minRows={2} value={query} onChange={(event) => setQuery(event.currentTarget.value)} data-autofocus />
          <TextInput label="Twin" description="What fills twin_id, where the template has it." value={twin} onChange={(event) => setTwin(event.currentTarget.value)} />
          <Group>
            <Button type="submit" size="xs" loading={trying.isPending} disabled={query.trim() === ""}>
              Ask
            </Button>
          </Group>
          {trying.error && <ErrorState error={trying.error} title="It could not be asked" />}
          {trying.data && <Outcome tried={trying.data} />}
        </Stack>
      </form>
    </Modal>
  );
}

function Outcome({ tried }: { tried: Tried }) {
  if (!tried.ok) {
    return (
      <Alert color="red" title={(tried.error ?? "error").replaceAll("_", " ")}>
        <span className="untrusted">{tried.detail}</span>
      </Alert>
    );
  }
  return (
    <Stack gap="xs" role="status">
      <IoView value={tried.answer} label="Answer" />
      <Text size="sm" c="dimmed">
        After {formatDuration(tried.latency_ms)}.{" "}
        {tried.trace_id && (
          <TextLink to="/traces/$traceId" params={{ traceId: tried.trace_id }}>
            Its trace
          </TextLink>
        )}
      </Text>
    </Stack>
  );
}
