import { computed } from 'vue'
import { usePage } from '@inertiajs/vue3'
import type { SharedPage } from '~/types'

/** Who is here and what the server said last, on any page. */
export function useShared() {
  const page = usePage<Record<string, unknown>>()
  const shared = computed(() => page.props as unknown as SharedPage)
  return {
    account: computed(() => shared.value.account),
    doors: computed(() => shared.value.account?.doors),
    flash: computed(() => shared.value.flash ?? {}),
    legalMention: computed(() => shared.value.legalMention),
    isDemo: computed(() => shared.value.isDemo),
    url: computed(() => page.url),
  }
}
