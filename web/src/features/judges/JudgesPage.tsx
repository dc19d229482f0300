import { Button, Tabs } from "@mantine/core";
import { IconGavel, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { FailuresPanel } from "./FailuresPanel";
import { JudgeEditor } from "./JudgeEditor";
import { JudgeTable } from "./JudgeTable";
import { judgesQuery, kindsQuery } from "./judges";

/** The project's judges, and what they could not judge. */
export function JudgesPage() {
  const [tab, setTab] = useSearchText("tab");
  const [isNew, setNew] = useSearchText("new");
  const judges = useQuery(judgesQuery);
  const { data: kinds } = useQuery(kindsQuery);
  const on = judges.data?.filter(({ enabled }) => enabled).length;
  const make = (
    <Button size="xs" leftSection={<IconPlus size={15} />} disabled={kinds === undefined} onClick={() => setNew("1")}>
      New judge
    </Button>
  );
  return (
    <>
      <PageHeader title="Judges" aside={judges.data && `${on} of ${judges.data.length} are on`}>
        {make}
      </PageHeader>
      <Tabs value={tab || "judges"} onChange={(chosen) => setTab(chosen === "judges" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Judges and their failures">
          <Tabs.Tab value="judges">Judges</Tabs.Tab>
          <Tabs.Tab value="failures">Failures</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="judges">
          {judges.isPending && <Loading />}
          {judges.error && <ErrorState error={judges.error} onRetry={() => void judges.refetch()} />}
          {judges.data?.length === 0 && (
            <EmptyState
              icon={IconGavel}
              title="No judges"
              text="A judge looks at what your application answers and scores it, with its reason. Some ask a language model, others need none."
              action={make}
            />
          )}
          {judges.data && judges.data.length > 0 && kinds && <JudgeTable judges={judges.data} kinds={kinds} />}
        </Tabs.Panel>
        <Tabs.Panel value="failures">
          <FailuresPanel />
        </Tabs.Panel>
      </Tabs>
      {isNew && kinds && <JudgeEditor kinds={kinds} onClose={() => setNew(null)} />}
    </>
  );
}
