"""Who may reach the pages about people, programmes and tokens."""

from distretto.web.accounts.models import Role, Token
from distretto.web.accounts.policy import EVERYBODY, MANAGERS
from distretto.web.accounts.rules.tokens import digest_of


def agents_role(world):
    return {"pk": Role.objects.get(user=world.people["agent"]).pk}


def somebodys_token(world):
    """The manager's; everybody else has none of this number."""
    owner = world.people["manager"]
    token = Token.objects.create(user=owner, name="x", digest=digest_of("x"))
    return {"pk": token.pk}


ROWS = [
    {"url": "accounts:people", "may": EVERYBODY},
    {"url": "accounts:invite-person", "may": MANAGERS},
    {
        "url": "accounts:invite-person",
        "may": MANAGERS,
        "method": "post",
        "data": {"email": "new@example.org", "kind": "agent"},
    },
    {"url": "accounts:change-role", "kwargs": agents_role, "may": MANAGERS},
    {
        "url": "accounts:change-role",
        "kwargs": agents_role,
        "may": MANAGERS,
        "method": "post",
        "data": {"kind": "analyst"},
        "status": 302,
    },
    {"url": "accounts:retire-role", "kwargs": agents_role, "may": MANAGERS},
    {
        "url": "accounts:retire-role",
        "kwargs": agents_role,
        "may": MANAGERS,
        "method": "post",
        "data": {"reason": "Gone."},
        "status": 302,
    },
    {
        "url": "accounts:renew-invitation",
        "kwargs": agents_role,
        "may": MANAGERS,
        "method": "post",
        "status": 302,
    },
    {"url": "accounts:change-programme", "may": MANAGERS},
    {
        "url": "accounts:change-programme",
        "may": MANAGERS,
        "method": "post",
        "data": {"name": "New", "smallest_cell": 5},
        "status": 302,
    },
    {
        "url": "accounts:accept",
        "kind": "public",
        "kwargs": lambda world: {"token": "no-token"},
        "status": 404,
    },
    {"url": "accounts:profile", "kind": "own"},
    {"url": "accounts:tokens", "kind": "own"},
    # Who manages a programme, any programme, may begin another.
    {"url": "accounts:found-programme", "kind": "own", "may": ["manager", "other"]},
    # --- allauth's own pages -----------------------------------------------------
    {"url": "account_login", "kind": "public"},
    {"url": "account_signup", "kind": "public"},
    {"url": "account_inactive", "kind": "public"},
    {"url": "account_reset_password", "kind": "public"},
    {"url": "account_reset_password_done", "kind": "public"},
    {"url": "account_reset_password_from_key_done", "kind": "public"},
    {
        "url": "account_reset_password_from_key",
        "kind": "public",
        "kwargs": lambda world: {"uidb36": "abc", "key": "no-key"},
    },
    {"url": "account_email_verification_sent", "kind": "public"},
    {
        "url": "account_confirm_email",
        "kind": "public",
        "kwargs": lambda world: {"key": "no-key"},
    },
    # These send away who has not begun to sign in.
    {"url": "account_confirm_login_code", "kind": "public", "status": 302},
    {"url": "mfa_authenticate", "kind": "public", "status": 302},
    {"url": "account_logout", "kind": "public", "status": 302},
    {"url": "account_change_password", "kind": "own"},
    {"url": "account_set_password", "kind": "own", "status": 302},
    {"url": "account_email", "kind": "own"},
    {"url": "account_reauthenticate", "kind": "own"},
    {"url": "mfa_index", "kind": "own"},
    {"url": "mfa_reauthenticate", "kind": "own", "status": 302},
    # Everybody is asked for the password again before these.
    {"url": "mfa_activate_totp", "kind": "own", "status": 302},
    {"url": "mfa_deactivate_totp", "kind": "own", "status": 404},
    {"url": "mfa_view_recovery_codes", "kind": "own", "status": 404},
    {"url": "mfa_generate_recovery_codes", "kind": "own", "status": 302},
    {"url": "mfa_download_recovery_codes", "kind": "own", "status": 404},
    {
        "url": "accounts:end-token",
        "kind": "own",
        "kwargs": somebodys_token,
        "method": "post",
        "may": ["manager"],
        "status": 302,
        "unseen": [*(EVERYBODY - MANAGERS), "nobody", "other"],
    },
]
