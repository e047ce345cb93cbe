"""Sends a message as other programs do, by Python's own smtplib: send_mail.py smtp|lmtp PORT CERTIFICATE|- RECIPIENT…, the message
on the input. Prints the extensions that the server offered after TLS, and who was refused."""

import smtplib
import ssl
import sys

language, port, certificate, *recipients = sys.argv[1:]
client = smtplib.LMTP("localhost", int(port)) if language == "lmtp" else smtplib.SMTP("localhost", int(port))
with client:
    client.ehlo_or_helo_if_needed()
    if certificate != "-":
        client.starttls(context=ssl.create_default_context(cafile=certificate))
        client.ehlo_or_helo_if_needed()
    print("offered:", " ".join(sorted(client.esmtp_features)))
    try:
        print("refused:", client.sendmail("sender@client.example", recipients, sys.stdin.buffer.read()))
    except smtplib.SMTPResponseException as refusal:
        print("refused:", refusal.smtp_code, refusal.smtp_error.decode())
    except smtplib.SMTPRecipientsRefused as refusal:
        print("refused:", refusal.recipients)
