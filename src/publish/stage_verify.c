#include "publish/stage_private.h"

bool stage_verify(struct stage *stage, struct error *err)
{
    stage_enter(stage);
    return stage_check_promises(stage, err);
}
