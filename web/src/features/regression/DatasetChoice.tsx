import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { testableQuery } from "./regression";

/** Which dataset is looked at: the one that the address names, else the newest; empty where there is none. */
export function useDatasetChoice(): { dataset: string; names: string[]; isKnown: boolean; choose: (name: string) => void } {
  const [asked, choose] = useSearchText("dataset");
  const { data: datasets } = useQuery(testableQuery);
  const names = datasets?.map(({ name }) => name) ?? [];
  return { dataset: asked || (names[0] ?? ""), names, isKnown: datasets !== undefined, choose };
}

export function DatasetChoice({ dataset, names, onChoose }: { dataset: string; names: string[]; onChoose: (name: string) => void }) {
  return <NativeSelect size="xs" label="Dataset" data={names} value={dataset} onChange={(event) => onChoose(event.currentTarget.value)} />;
}
