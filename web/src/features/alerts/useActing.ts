import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/components/ErrorState";
import { everything } from "./alerts";

/** Something that a button does to alerts; all that is shown of them is asked for anew. */
export function useActing<Given, Result>(act: (given: Given) => Promise<Result>, onDone?: (result: Result) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (result) => {
      await queries.invalidateQueries(everything);
      onDone?.(result);
    },
    onError: (error) => notifications.show({ color: "red", title: "That did not work", message: describeError(error) }),
  });
}
