import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import { useSearchChange, useSearchText } from "@/app/searchText";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatTime } from "@/format/times";
import { baselinesQuery, compareQuery, reportOf, type Report, type Test, testsQuery } from "./regression";
import { ItemsPanel } from "./ItemsPanel";
import { Verdict } from "./Verdict";

/** A test against what it was held against, or against anything else of its dataset. */
export function ComparisonPanel({ test }: { test: Test }) {
  const [against] = useSearchText("against");
  const own = reportOf(test);
  return (
    <Stack>
      <Against test={test} own={own} />
      {against ? <Compared test={test} against={against} /> : own && <Shown test={test} report={own} />}
    </Stack>
  );
}

function Shown({ test, report }: { test: Test; report: Report }) {
  return (
    <>
      <Verdict report={report} failAt={test.fail_at} warnAt={test.warn_at} />
      {report.items.length > 0 && <ItemsPanel test={test} report={report} />}
    </>
  );
}

/** What else the test can be held against: baselines and other tests of its dataset. */
function Against({ test, own }: { test: Test; own: Report | null }) {
  const [against] = useSearchText("against");
  const change = useSearchChange();
  const { data: baselines = [] } = useQuery(baselinesQuery(test.dataset_name));
  const { data: tests } = useInfiniteQuery(testsQuery(test.dataset_name));
  const others = tests?.pages.flatMap((page) => page.tests).filter(({ test_id: id, status }) => id !== test.test_id && status === "completed") ?? [];
  return (
    <Group>
      <NativeSelect
        size="xs"
        label="Held against"
        data={[
          { value: "", label: own?.baseline ? `${own.baseline.said}, as it was tested` : "What it was tested against" },
          { group: "Baselines", items: baselines.map(({ tag }) => ({ value: `baseline:${tag}`, label: tag })) },
          { group: "Other tests", items: others.map((one) => ({ value: `test:${one.test_id}`, label: `${one.target}, ${formatTime(one.created_at)}` })) },
        ]}
        value={against}
        onChange={(event) => change({ against: event.currentTarget.value, rescore: undefined })}
      />
    </Group>
  );
}

function Compared({ test, against }: { test: Test; against: string }) {
  const [rescore, setRescore] = useSearchText("rescore");
  const [kind, ...rest] = against.split(":");
  const name = rest.join(":");
  const compared = useQuery(
    compareQuery({
      test_id: test.test_id,
      against_test_id: kind === "test" ? name : null,
      baseline_tag: kind === "baseline" ? name : null,
      rescore: rescore !== "",
    }),
  );
  if (compared.isPending) return <Loading rows={5} />;
  if (compared.data) return <Shown test={test} report={compared.data} />;
  const isUnlike = compared.error instanceof ApiError && compared.error.status === 409 && rescore === "";
  return (
    <Stack align="start">
      <ErrorState error={compared.error} title="They cannot be compared" />
      {isUnlike && (
        <Button size="xs" onClick={() => setRescore("1")}>
          Score the other’s answers again, by the judges of this test
        </Button>
      )}
    </Stack>
  );
}
