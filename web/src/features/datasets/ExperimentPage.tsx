import { EmptyState } from "@/components/EmptyState";
import { PageHeader } from "@/components/PageHeader";
import { TextLink } from "@/components/TextLink";
import { useSearchText } from "@/app/searchText";
import { RunItems } from "./RunItems";

/** An experiment by its id alone, as SDKs print its address; it may have run on no dataset of ours. */
export function ExperimentPage() {
  const [runId] = useSearchText("baseline");
  if (!runId) {
    return (
      <EmptyState
        title="Which experiment?"
        text="The address names none. The runs of a dataset are on its page."
        action={<TextLink to="/datasets">All datasets</TextLink>}
      />
    );
  }
  return (
    <>
      <PageHeader title="Experiment" aside={runId} />
      <RunItems runId={runId} />
    </>
  );
}
