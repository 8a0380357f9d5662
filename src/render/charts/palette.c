#include "render/charts/palette.h"

#include <stddef.h>

struct color {
    const char *name;
    uint32_t light;
    uint32_t dark;
};

/* Surface, ink, muted and grid are those of the pages, so that a chart has no edge on them. */
static const struct color colors[ROLE_COUNT] = {
    [ROLE_SURFACE] = {"surface", 0xffffff, 0x0e1217},
    [ROLE_INK] = {"ink", 0x131a22, 0xe8ecf1},
    [ROLE_MUTED] = {"muted", 0x55606e, 0x9ba7b4},
    [ROLE_GRID] = {"grid", 0xe2e6eb, 0x252d37},
    [ROLE_AXIS] = {"axis", 0x8997a3, 0x6b7986},
    [ROLE_ACCENT] = {"accent", 0x0e5f80, 0x5cc0d6},
    [ROLE_ON_ACCENT] = {"onaccent", 0xffffff, 0x0b141b},
    [ROLE_SOFT] = {"soft", 0x5f9bb0, 0x3f8399},
    [ROLE_BAND] = {"band", 0xdcebf0, 0x1f3541},
    [ROLE_REFERENCE] = {"reference", 0xa54a12, 0xf0b45c},
    [ROLE_GOOD] = {"good", 0x2b7a4b, 0x58b981},
    [ROLE_WARN] = {"warn", 0xa86a0c, 0xe0a84a},
    [ROLE_BAD] = {"bad", 0xb03a2e, 0xef7d72},
    [ROLE_SCALE + 0] = {"scale0", 0xe7f8f5, 0x1f2730},
    [ROLE_SCALE + 1] = {"scale1", 0xbce2e0, 0x263d4f},
    [ROLE_SCALE + 2] = {"scale2", 0x92cbce, 0x28566d},
    [ROLE_SCALE + 3] = {"scale3", 0x68b3be, 0x277088},
    [ROLE_SCALE + 4] = {"scale4", 0x409baf, 0x288b9f},
    [ROLE_SCALE + 5] = {"scale5", 0x147e9d, 0x37a6b3},
    [ROLE_SCALE + 6] = {"scale6", 0x0a668c, 0x54c1c4},
    [ROLE_SCALE + 7] = {"scale7", 0x064d76, 0x79dbd3},
    [ROLE_SCALE + 8] = {"scale8", 0x053560, 0xa4f4e3},
    [ROLE_ON_SCALE + 0] = {"on0", 0x0f1c26, 0xffffff},
    [ROLE_ON_SCALE + 1] = {"on1", 0x0f1c26, 0xffffff},
    [ROLE_ON_SCALE + 2] = {"on2", 0x0f1c26, 0xffffff},
    [ROLE_ON_SCALE + 3] = {"on3", 0x0f1c26, 0xffffff},
    [ROLE_ON_SCALE + 4] = {"on4", 0x0f1c26, 0x0b141b},
    [ROLE_ON_SCALE + 5] = {"on5", 0xffffff, 0x0b141b},
    [ROLE_ON_SCALE + 6] = {"on6", 0xffffff, 0x0b141b},
    [ROLE_ON_SCALE + 7] = {"on7", 0xffffff, 0x0b141b},
    [ROLE_ON_SCALE + 8] = {"on8", 0xffffff, 0x0b141b},
};

uint32_t palette_color(enum chart_role role, enum chart_theme theme)
{
    return theme == THEME_DARK ? colors[role].dark : colors[role].light;
}

const char *palette_name(enum chart_role role)
{
    return colors[role].name;
}

int palette_step(double value, double low, double high)
{
    if (!(high > low))
        return SCALE_STEPS / 2;
    double share = (value - low) / (high - low);
    if (!(share > 0))
        return 0;
    return share >= 1 ? SCALE_STEPS - 1 : (int)(share * SCALE_STEPS);
}
