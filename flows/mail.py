"""A Prefect notification block that sends e-mail through a mail server of one's own."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal

from prefect.blocks.abstract import NotificationBlock
from pydantic import Field, SecretStr

TIMEOUT = 20.0  # seconds without a sign of life from the mail server


class Mail(NotificationBlock):
    """Sends notifications by SMTP."""

    _block_type_name = "Yearbook Mail"
    _block_type_slug = "yearbook-mail"

    host: str = Field(description="The mail server.")
    port: int = Field(default=587, description="Its port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection is secured."
    )
    user: str | None = Field(default=None, description="User name, where the server asks for one.")
    password: SecretStr | None = Field(default=None, description="Its password.")
    sender: str = Field(description="The address that mails come from.")
    recipients: list[str] = Field(description="The addresses that mails go to.")

    async def notify(self, body: str, subject: str | None = None) -> None:
        """Send one mail to all recipients; raises OSError or SMTPException where that fails."""
        await asyncio.to_thread(self._send, self._message(body, subject or "district-yearbook"))

    def _message(self, body: str, subject: str) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = " ".join(subject.split())  # a line end would begin another header
        message["From"] = self.sender
        message["To"] = ", ".join(self.recipients)
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain="district-yearbook")
        message.set_content(body)
        return message

    def _send(self, message: EmailMessage) -> None:
        with self._connect() as server:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user and self.password:
                server.login(self.user, self.password.get_secret_value())
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
