import { Grid, SimpleGrid, Skeleton } from "@mantine/core";
import type { RangeSearch } from "@/components/TimeRange";
import { DatasetsCard } from "./DatasetsCard";
import { ErrorsChart } from "./ErrorsChart";
import { LatencyChart } from "./LatencyChart";
import { ModelsCard } from "./ModelsCard";
import { PersonaCard } from "./PersonaCard";
import { QualityChart } from "./QualityChart";
import { ScoresCard } from "./ScoresCard";
import { TrafficChart } from "./TrafficChart";
import { CostChart, TokensChart } from "./UsageChart";
import type { View } from "./view";

interface Given {
  view: View;
  search: RangeSearch;
  score: string | undefined;
  onScore: (score: string | undefined) => void;
}

export function Charts({ view, search, score, onScore }: Given) {
  const { series, before } = view;
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm" mb="sm">
        <QualityChart view={view} score={score} onScore={onScore} />
        <LatencyChart view={view} />
        <TrafficChart view={view} />
        <ErrorsChart view={view} />
        <CostChart view={view} />
        <TokensChart view={view} />
      </SimpleGrid>
      <Grid gap="sm">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <ScoresCard series={series} before={before} search={search} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <PersonaCard series={series} search={search} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <ModelsCard series={series} search={search} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <DatasetsCard />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** The place of the charts while their figures are on the way. */
export function ChartsLoading() {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm" role="status" aria-label="Loading">
      {Array.from({ length: 6 }, (_, i) => (
        <Skeleton key={i} height={i < 4 ? 258 : 218} />
      ))}
    </SimpleGrid>
  );
}
