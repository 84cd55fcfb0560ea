// A photo drawn anew, at most so many pixels long, before it travels: without what the camera wrote into it, and a tenth
// of its weight. What is no photo, is light already or cannot be read here travels as it is.
const LIGHT = 600000;

export async function lighter(file, most) {
  if (!/^image\/(jpeg|webp|hei[cf])$/.test(file.type) || file.size < LIGHT) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, most / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: blob.type });
  } catch {
    return file;
  }
}
