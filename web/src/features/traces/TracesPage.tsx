import { useSearch } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import type { Search } from "@/app/router";
import { useSearchChange } from "@/app/searchText";
import { PageHeader } from "@/components/PageHeader";
import { TimeRange } from "@/components/TimeRange";
import { nameColumns, pickColumns } from "./columns";
import { ColumnsMenu } from "./ColumnsMenu";
import { FilterBar } from "./FilterBar";
import { rememberList } from "./lastList";
import { LiveTail } from "./LiveTail";
import { SavedViews } from "./SavedViews";
import { TracesTable } from "./TracesTable";
import classes from "./TracesPage.module.css";
import { useFilters } from "./useFilters";

/** Every trace: filtered by what the address says, newest first. */
export function TracesPage() {
  const [filters, setFilters] = useFilters();
  const search: Search = useSearch({ strict: false });
  useEffect(() => rememberList(search), [search]);
  const change = useSearchChange();
  const isLive = search.live === "1";
  const columnIds = useMemo(() => pickColumns(search.columns), [search.columns]);
  return (
    <div className={classes.page}>
      <PageHeader title="Traces">
        <LiveTail isLive={isLive} onChange={(live) => change({ live: live ? "1" : undefined })} />
        <SavedViews />
        <ColumnsMenu shown={columnIds} onChange={(ids) => change({ columns: nameColumns(ids) })} />
        <TimeRange />
      </PageHeader>
      <FilterBar filters={filters} onChange={setFilters} />
      <div className={classes.rest}>
        <TracesTable filters={filters} columnIds={columnIds} isLive={isLive} onClear={() => setFilters({})} />
      </div>
    </div>
  );
}
