import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/ErrorState";
import { IoView } from "@/components/IoView";
import { Loading } from "@/components/Loading";
import { contentQuery, type Subject } from "./trace";

/** What went in, and what came out. */
export function ContentView({ subject }: { subject: Subject }) {
  const { data: content, error, refetch } = useQuery(contentQuery(subject));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!content) return <Loading rows={6} />;
  return (
    <Stack gap="md">
      <IoView key={`in ${subject.spanId ?? ""}`} label="Input" value={content.input} nothing="No input was recorded." />
      <IoView key={`out ${subject.spanId ?? ""}`} label="Output" value={content.output} nothing="No output was recorded." />
    </Stack>
  );
}
