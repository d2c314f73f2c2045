"""The pages of the audit trail. They stand here because the trail lies below those who say who may read it."""
