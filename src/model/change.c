#include "model/change.h"

const char *cause_kind_name(enum cause_kind kind)
{
    static const char *const names[CAUSE_KIND_COUNT] = {"input",      "weight",       "calibration",
                                                        "parameter",  "validity",     "sector",
                                                        "assessment", "other_scores", "unknown"};
    return names[kind];
}

const char *threshold_name(enum threshold threshold)
{
    static const char *const names[THRESHOLD_COUNT] = {"band", "governance_gate", "leader",
                                                       "laggard", "review"};
    return names[threshold];
}

const char *organization_event_name(enum organization_event event)
{
    static const char *const names[ORGANIZATION_EVENT_COUNT] = {"new", "gone", "moved", "changed"};
    return names[event];
}

const char *configuration_kind_name(enum configuration_kind kind)
{
    static const char *const names[CONFIGURATION_KIND_COUNT] = {"sector", "weight", "calibration",
                                                                "parameter", "dimension"};
    return names[kind];
}

bool changes_none(const struct changes *changes)
{
    return changes->score_count == 0 && changes->threshold_count == 0 &&
           changes->organization_count == 0 && changes->configuration_count == 0 &&
           changes->finding_count == 0;
}
