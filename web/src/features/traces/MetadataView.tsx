import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { IoView } from "@/components/IoView";
import { Loading } from "@/components/Loading";
import { type Content, contentQuery, type Subject } from "./trace";

/** Everything else that was sent, as it was sent. */
export function MetadataView({ subject }: { subject: Subject }) {
  const { data: content, error, refetch } = useQuery(contentQuery(subject));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!content) return <Loading rows={6} />;
  const parts = listParts(content);
  if (parts.length === 0) return <EmptyState title="No metadata" text="Whatever the application attaches to a trace or a step is shown here." />;
  return (
    <Stack gap="md">
      {parts.map(([label, value]) => (
        <IoView key={`${label} ${subject.spanId ?? ""}`} label={label} value={value} />
      ))}
    </Stack>
  );
}

function listParts(content: Content): [string, unknown][] {
  const all: [string, unknown][] = [
    ["Metadata", content.metadata],
    ["Model parameters", content.model_parameters],
    ["Events", content.events],
    ["Links", content.links],
    ["OpenTelemetry attributes", content.attributes],
    ["Sent by", content.resource],
    ["Instrumentation", content.scope],
  ];
  return all.filter(([, value]) => !isEmpty(value));
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
