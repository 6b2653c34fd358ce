/* What live screens are told. */
#include <string.h>

#include "desk/doing.h"
#include "domain/kinds/ledger.h"

bool am_notice_write(struct am_doing *doing, const char *kind, am_id site, enum am_permission permission,
                     am_id subject, am_id only_for)
{
    struct am_notice notice = {.site = site,
                               .subject = subject,
                               .only_for = only_for,
                               .kind = {kind, strlen(kind)},
                               .permission = permission};

    am_doing_begin_row(doing, &notice.row);
    return am_doing_kept(doing, am_tx_next(doing->tx, notice.row.org, "notice", &notice.number)) &&
           am_doing_append(doing, &am_notice_record, &notice);
}
