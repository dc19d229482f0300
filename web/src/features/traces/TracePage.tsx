import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useSearchChange } from "@/app/searchText";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { Details } from "./Details";
import { outlineQuery } from "./trace";
import { TraceHeader } from "./TraceHeader";
import { TraceTree } from "./TraceTree";
import classes from "./TracePage.module.css";
import { toNodes } from "./tree";

/** One trace: its steps on the left, what the chosen one holds on the right. */
export function TracePage() {
  const { traceId } = useParams({ strict: false });
  return <Trace key={traceId} traceId={traceId ?? ""} />;
}

function Trace({ traceId }: { traceId: string }) {
  const { data: trace, error, refetch } = useQuery(outlineQuery(traceId));
  const search: Record<string, unknown> = useSearch({ strict: false });
  const change = useSearchChange();
  const select = useCallback((id: string | null) => change({ span: id ?? undefined }), [change]);
  const nodes = useMemo(() => toNodes(trace?.spans ?? []), [trace]);
  // Links of Langfuse's SDKs say `observation`.
  const named = search.span ?? search.observation;
  const span = useMemo(() => nodes.find((node) => node.span.id === named)?.span ?? null, [nodes, named]);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} title="This trace could not be read" />;
  if (!trace) return <Loading rows={12} height={32} />;
  return (
    <div className={classes.page}>
      <TraceHeader trace={trace} />
      <div className={classes.panels}>
        <TraceTree trace={trace} nodes={nodes} selectedId={span?.id ?? null} onSelect={select} />
        <Details trace={trace} span={span} />
      </div>
    </div>
  );
}
