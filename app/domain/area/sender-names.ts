/** What every telephone network takes as the name of a sender: at most 11 letters, digits and spaces, one letter at least (3GPP TS 23.040). */
export const senderName = /^(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ]{0,9}[A-Za-z0-9])?$/
