"""The policies of addresses that are not ours, and the check that every address has one."""

from typing import Any

from django.core import checks

from convivio.web.policies import ANYONE, SIGNED_IN, addresses, declare_for_others

OPEN_TO_ANYONE = (
    "account_login",
    "account_logout",
    "account_signup",
    "account_signup_by_passkey",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_verify_phone",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "mfa_trust",
    "set_language",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
)
FOR_THE_SIGNED_IN = (
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_change_phone",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "socialaccount_connections",
)
for _name in OPEN_TO_ANYONE:
    declare_for_others(_name, ANYONE)
for _name in FOR_THE_SIGNED_IN:
    declare_for_others(_name, SIGNED_IN)


@checks.register(checks.Tags.urls)
def every_address_has_a_policy(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse to start with an address that does not say who may open it."""
    return [
        checks.Error(
            f"“/{address.pattern}” ({address.name or 'without a name'}) declares no policy.",
            hint="Put @policy(…) on its view.",
            id="convivio.E001",
        )
        for address in addresses()
        if address.policy is None
    ]
