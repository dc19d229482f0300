import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/components/ErrorState";
import { RETIRED_KEY, restore, retire, USAGE_KEY } from "./fewShot";

/** Takes an example out of use, or lets it be used again; what is shown of both is asked for anew. */
export function useRetiring() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ example, isRetired }: { example: string; isRetired: boolean }) => {
      await (isRetired ? retire(example, "") : restore(example));
    },
    onSuccess: () => Promise.all([USAGE_KEY, RETIRED_KEY].map((queryKey) => queries.invalidateQueries({ queryKey }))),
    onError: (error) => notifications.show({ color: "red", title: "It could not be changed", message: describeError(error) }),
  });
}
